import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { main } from '../../src/cli/app.ts';
import { folder, recorder, swf } from './recorder.ts';

/** A standard error that somebody watches. */
function watched(): { stream: NodeJS.WriteStream; drawn(): string } {
  let drawn = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      drawn += chunk;
      done();
    },
  });
  const stream = Object.assign(sink, {
    isTTY: true,
    columns: 100,
    rows: 30,
    cursorTo() {},
    clearLine() {},
    moveCursor() {},
  });
  return { stream: stream as unknown as NodeJS.WriteStream, drawn: () => drawn };
}

const JOBS = Array.from({ length: 3000 }, (_, i) => [i, 5, 1, 10] as const);

test.each([
  [
    'run',
    ['run', '--trace', '@', '--policy', 'fcfs', '--policy', 'easy'],
    /reading t\.swf|\d+ % {2}(fcfs|easy) {2}[12] of 2/,
  ],
  ['trace inspect', ['trace', 'inspect', '@'], /reading t\.swf/],
  ['init --trace', ['init', '@/../s.yaml', '--trace', '@'], /reading t\.swf/],
  [
    'trace generate',
    ['trace', 'generate', 'lublin', '--jobs', '9', '--procs', '4', '--seed', '1', '--out', '@/../o.swf'],
    /drawing the jobs/,
  ],
  ['trace shake', ['trace', 'shake', '@', '--seed', '1', '--out', '@/../o.swf'], /reading t\.swf/],
])('%s shows where somebody watches how far it is, and --quiet does not', async (_, argv, line) => {
  const path = folder({ 't.swf': swf(4, JOBS) });
  const words = argv.map((word) => (word.startsWith('@') ? join(path, 't.swf', word.slice(1)) : word));
  const [loud, quiet] = [watched(), watched()];
  expect(await main(words, { ...recorder(), live: loud.stream })).toBe(0);
  expect(loud.drawn()).toMatch(line);
  const again = words[0] === 'init' ? [...words, '--force'] : words;
  expect(await main([...again, '--quiet'], { ...recorder(), live: quiet.stream })).toBe(0);
  expect(quiet.drawn()).toBe('');
});
