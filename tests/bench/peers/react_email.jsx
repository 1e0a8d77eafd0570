// The issue as a user of react-email sets it: components, and a style object for each kind of words.
import { render } from '@react-email/render';
import { Body, Button, Column, Container, Head, Heading, Hr, Html, Img, Link, Preview, Row, Section, Text } from '@react-email/components';
import { answer } from './answer.mjs';

const SERIF = 'Georgia, serif';
const INK = '#14110d';
const TEXT = '#33302b';
const MUTED = '#66605a';
const PAPER = '#fffdf8';

const page = { margin: 0, padding: 0, backgroundColor: '#efebe2', fontFamily: 'Arial, Helvetica, sans-serif' };
const sheet = { backgroundColor: PAPER, padding: '10px 20px 22px' };
const nameplate = { margin: 0, textAlign: 'center', fontFamily: SERIF, fontSize: '36px', lineHeight: '42px', color: INK };
const small = { margin: 0, fontSize: '13px', lineHeight: '20px', color: MUTED };
const centred = { ...small, textAlign: 'center' };
const rule = { margin: '14px 0', border: 'none', borderTop: '1px solid #d8d2c6' };
const running = { margin: 0, fontSize: '16px', lineHeight: '25px', color: TEXT };
const kicker = { margin: '0 0 5px', fontSize: '12px', lineHeight: '17px', fontWeight: 'bold', textTransform: 'uppercase', color: '#8c2f1b' };
const head = { margin: 0, fontFamily: SERIF, fontSize: '21px', lineHeight: '27px', color: INK };
const leadHead = { ...head, fontSize: '30px', lineHeight: '36px' };
const headLink = { color: INK, textDecoration: 'none' };
const dek = { ...running, margin: '7px 0 9px' };
const more = { margin: 0, padding: '0 0 0 17px', fontSize: '14px', lineHeight: '22px', color: TEXT };
const moreLink = { color: '#1b4b7a', textDecoration: 'underline' };
const picture = { display: 'block', width: '100%', height: 'auto' };
const beside = { width: '36%', paddingRight: '20px', verticalAlign: 'top' };
const column = { width: '64%', verticalAlign: 'top' };
const offer = { backgroundColor: '#f6e7c1', padding: '22px 20px' };
const button = { padding: '10px 25px', backgroundColor: '#7a4a00', color: '#ffffff', fontSize: '16px' };
const footLink = { color: MUTED, textDecoration: 'underline' };

const STYLES = `
:root { color-scheme: light dark; supported-color-schemes: light dark }
@media (max-width: 480px) {
  .side { display: block !important; box-sizing: border-box; width: 100% !important; padding: 0 0 12px !important }
}
@media (prefers-color-scheme: dark) {
  .page, .page > table > tbody > tr > td { background-color: #0d0c0b !important }
  .sheet { background-color: #1b1917 !important }
  .offer { background-color: #2a2622 !important }
  .text { color: #d9d3ca !important }
  .head { color: #f6f1e8 !important }
  .kick { color: #ffab91 !important }
  .more { color: #9cc8f5 !important }
  .foot { color: #aaa299 !important }
}`;

function Picture({ story, width, height }) {
  return (
    <Link href={story.url}>
      <Img src={story.picture.src} alt={story.picture.alt} width={width} height={height} style={picture} />
    </Link>
  );
}

function Words({ story, style }) {
  return (
    <>
      <Text className="kick" style={kicker}>{story.kicker}</Text>
      <Heading as="h2" className="head" style={style}>
        <Link href={story.url} className="head" style={headLink}>{story.title}</Link>
      </Heading>
      <Text className="text" style={dek}>{story.dek}</Text>
      <ul className="text" style={more}>
        {story.related.map(({ title, url }) => (
          <li key={url}><Link href={url} className="more" style={moreLink}>{title}</Link></li>
        ))}
      </ul>
    </>
  );
}

function LeadStory({ story }) {
  return (
    <Section className="sheet" style={sheet}>
      <Row><Column style={{ paddingBottom: '14px' }}><Picture story={story} width="560" height="373" /></Column></Row>
      <Row><Column><Words story={story} style={leadHead} /></Column></Row>
    </Section>
  );
}

function StandardStory({ story }) {
  return (
    <Section className="sheet" style={sheet}>
      <Row>
        <Column className="side" style={beside}><Picture story={story} width="182" height="121" /></Column>
        <Column className="side" style={column}><Words story={story} style={head} /></Column>
      </Row>
    </Section>
  );
}

function Digest({ issue }) {
  const { footer, sponsor, stories: [first, ...others] } = issue;
  return (
    <Html lang="en" dir="ltr">
      <Head>
        <title>{issue.name}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{STYLES}</style>
      </Head>
      <Preview>{issue.preheader}</Preview>
      <Body className="page" style={page}>
        <Container style={{ width: '100%', maxWidth: '600px', margin: '0 auto' }}>
          <Section className="sheet" style={{ ...sheet, padding: '26px 20px 14px' }}>
            <Heading as="h1" className="head" style={nameplate}>{issue.name}</Heading>
            <Text className="text" style={centred}>{issue.motto} · {issue.day}</Text>
            <Hr style={rule} />
            <Text className="text" style={running}>{issue.intro}</Text>
          </Section>
          <LeadStory story={first} />
          {others.map((story) => <StandardStory key={story.url} story={story} />)}
          <Section className="offer" style={offer}>
            <Text className="text" style={small}>{sponsor.label}</Text>
            <Heading as="h2" className="head" style={head}>{sponsor.title}</Heading>
            <Text className="text" style={dek}>{sponsor.text}</Text>
            <Button href={sponsor.url} style={button}>{sponsor.call}</Button>
          </Section>
          <Section style={{ padding: '22px 20px' }}>
            <Text className="foot" style={centred}>
              <Link href={footer.unsubscribe} className="foot" style={footLink}>Unsubscribe</Link> ·{' '}
              <Link href={footer.online} className="foot" style={footLink}>Read online</Link><br />{footer.address}
            </Text>
          </Section>
        </Container>
      </Body>
    </Html>
  );
}

await answer((issue) => render(<Digest issue={issue} />));
