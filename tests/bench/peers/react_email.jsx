// The newsletter in react-email: a component for each part of it, and one sheet of styles that they take theirs from.
import { Body, Button, Column, Container, Head, Heading, Hr, Html, Img, Link, Preview, Row, Section, Text } from '@react-email/components';
import { render } from '@react-email/render';
import { answer } from './answer.mjs';

const color = { ink: '#0b2530', body: '#2b3a42', quiet: '#55666f', teal: '#0d6470', paper: '#ffffff' };
const serif = 'Palatino, Cambria, serif';

const styles = {
  shore: { backgroundColor: '#dfe8eb', fontFamily: 'Verdana, Geneva, sans-serif', margin: 0 },
  container: { maxWidth: '640px' },

  masthead: { backgroundColor: '#0d4653', padding: '32px 24px 28px' },
  name: { color: color.paper, fontFamily: serif, fontSize: '40px', fontWeight: 'normal', lineHeight: '1.1', margin: 0 },
  edition: { color: '#c4e3e8', fontSize: '13px', margin: '8px 0 0' },

  paper: { backgroundColor: color.paper, padding: '24px 24px 0' },
  welcome: { color: color.body, fontSize: '17px', lineHeight: '1.6', margin: 0 },
  photo: { borderRadius: '4px', height: 'auto', width: '100%' },
  photoCell: { padding: '4px 16px 0 0', verticalAlign: 'top', width: '35%' },
  textCell: { verticalAlign: 'top', width: '65%' },

  topic: { color: color.teal, fontSize: '11px', fontWeight: 'bold', letterSpacing: '1px', margin: '0 0 4px', textTransform: 'uppercase' },
  title: { color: color.ink, fontFamily: serif, fontSize: '20px', fontWeight: 'normal', lineHeight: '1.25', margin: 0 },
  titleLink: { color: color.ink },
  summary: { color: color.body, fontSize: '15px', lineHeight: '1.6', margin: '8px 0' },
  further: { color: color.body, fontSize: '13px', lineHeight: '1.6', margin: 0, paddingLeft: '18px' },
  furtherLink: { color: color.teal, textDecoration: 'underline' },

  rule: { borderTop: '2px solid #b9cbd1', margin: '8px 0 32px' },
  partner: { backgroundColor: '#f5efda', padding: '24px 24px 28px' },
  label: { color: color.body, fontSize: '12px', margin: '0 0 4px' },
  button: { backgroundColor: color.teal, borderRadius: '4px', color: color.paper, fontSize: '15px', fontWeight: 'bold', padding: '12px 22px' },

  imprint: { padding: '24px 24px 40px', textAlign: 'center' },
  fine: { color: color.quiet, fontSize: '12px', lineHeight: '1.6', margin: 0 },
  fineLink: { color: color.quiet, textDecoration: 'underline' },
};
const feature = {
  photo: { ...styles.photo, marginBottom: '16px' },
  title: { ...styles.title, fontSize: '32px', lineHeight: '1.15' },
};

// What cannot be said on an element: phones, and the dark.
const sheet = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (max-width: 540px) {
    .cell { box-sizing: border-box !important; display: block !important; padding: 0 0 12px !important; width: 100% !important; }
  }
  @media (prefers-color-scheme: dark) {
    .shore, .shore > table > tbody > tr > td { background-color: #071318 !important; }
    .masthead { background-color: #0a3540 !important; }
    .paper { background-color: #10222a !important; }
    .partner { background-color: #2b2a1c !important; }
    .copy { color: #cbd8dd !important; }
    .title { color: #f2f7f8 !important; }
    .accent { color: #7fd0d9 !important; }
    .fine { color: #93a7b0 !important; }
  }
`;

const Photo = ({ picture, url, width, style = styles.photo }) => (
  <Link href={url}>
    <Img src={picture.src} alt={picture.alt} width={width} height={Math.round((width * picture.height) / picture.width)} style={style} />
  </Link>
);

const Teaser = ({ kicker, title, dek, url, related, titleStyle = styles.title }) => (
  <>
    <Text className="accent" style={styles.topic}>
      {kicker}
    </Text>
    <Heading as="h2" style={titleStyle}>
      <Link className="title" href={url} style={styles.titleLink}>
        {title}
      </Link>
    </Heading>
    <Text className="copy" style={styles.summary}>
      {dek}
    </Text>
    <ul className="copy" style={styles.further}>
      {related.map((link) => (
        <li key={link.url}>
          <Link className="accent" href={link.url} style={styles.furtherLink}>
            {link.title}
          </Link>
        </li>
      ))}
    </ul>
  </>
);

const Masthead = ({ name, motto, day }) => (
  <Section className="masthead" style={styles.masthead}>
    <Heading style={styles.name}>{name}</Heading>
    <Text style={styles.edition}>{`${motto} | ${day}`}</Text>
  </Section>
);

const Welcome = ({ children }) => (
  <Section className="paper" style={styles.paper}>
    <Text className="copy" style={styles.welcome}>
      {children}
    </Text>
  </Section>
);

const Feature = (story) => (
  <Section className="paper" style={styles.paper}>
    <Photo picture={story.picture} url={story.url} width={592} style={feature.photo} />
    <Teaser {...story} titleStyle={feature.title} />
  </Section>
);

const Brief = (story) => (
  <Section className="paper" style={{ ...styles.paper, paddingTop: '32px' }}>
    <Row>
      <Column className="cell" style={styles.photoCell}>
        <Photo picture={story.picture} url={story.url} width={191} />
      </Column>
      <Column className="cell" style={styles.textCell}>
        <Teaser {...story} />
      </Column>
    </Row>
  </Section>
);

const Partner = ({ label, title, text, call, url }) => (
  <Section className="partner" style={styles.partner}>
    <Text className="copy" style={styles.label}>
      {label}
    </Text>
    <Heading as="h2" className="title" style={styles.title}>
      {title}
    </Heading>
    <Text className="copy" style={{ ...styles.summary, marginBottom: '16px' }}>
      {text}
    </Text>
    <Button href={url} style={styles.button}>
      {call}
    </Button>
  </Section>
);

const Imprint = ({ online, unsubscribe, address }) => (
  <Section style={styles.imprint}>
    <Text className="fine" style={styles.fine}>
      <Link className="fine" href={online} style={styles.fineLink}>
        View online
      </Link>
      {' | '}
      <Link className="fine" href={unsubscribe} style={styles.fineLink}>
        Unsubscribe
      </Link>
    </Text>
    <Text className="fine" style={styles.fine}>
      {address}
    </Text>
  </Section>
);

function Newsletter({ name, motto, day, preheader, intro, stories, sponsor, footer }) {
  const [lead, ...rest] = stories;
  return (
    <Html>
      <Head>
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{`${name} – ${day}`}</title>
        <style>{sheet}</style>
      </Head>
      <Body className="shore" style={styles.shore}>
        <Preview>{preheader}</Preview>
        <Container style={styles.container}>
          <Masthead name={name} motto={motto} day={day} />
          <Welcome>{intro}</Welcome>
          <Feature {...lead} />
          {rest.map((story) => (
            <Brief key={story.url} {...story} />
          ))}
          <Section className="paper" style={styles.paper}>
            <Hr style={styles.rule} />
          </Section>
          <Partner {...sponsor} />
          <Imprint {...footer} />
        </Container>
      </Body>
    </Html>
  );
}

await answer((issue) => render(<Newsletter {...issue} />));
