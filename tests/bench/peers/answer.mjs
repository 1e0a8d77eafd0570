// Answers the bench: an issue as JSON on each line of the input, the milliseconds of its render and the page on a line of the output.
import { createInterface } from 'node:readline';

export async function answer(render) {
  process.stdout.write('ready\n');
  for await (const line of createInterface({ input: process.stdin })) {
    const issue = JSON.parse(line);
    const begun = performance.now();
    const html = await render(issue);
    const ms = performance.now() - begun;
    process.stdout.write(JSON.stringify({ ms, html }) + '\n');
  }
}
