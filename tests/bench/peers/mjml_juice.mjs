// MJML 5 on Node, the issue's words put in by Nunjucks, the styles moved into the elements by juice.
import { readFileSync } from 'node:fs';
import juice from 'juice';
import mjml2html from 'mjml';
import nunjucks from 'nunjucks';
import { answer } from './answer.mjs';

const source = readFileSync(new URL('digest.mjml', import.meta.url), 'utf8');
const template = nunjucks.compile(source, new nunjucks.Environment(null, { autoescape: false }));

await answer(async (issue) => {
  const { html, errors } = await mjml2html(template.render({ issue }));
  if (errors.length) throw new Error(errors.map((error) => error.formattedMessage).join('\n'));
  return juice(html);
});
