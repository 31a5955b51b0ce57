// A policy that fails in the way that its first argument names, at its third message. Otherwise it is first come,
// first served. Its third argument names a file that it makes once it has failed. Written without a line reader, so that
// it can answer in pieces.
import { closeSync, writeFileSync, writeSync } from 'node:fs';

const [mode = 'none', at = '3', failed] = process.argv.slice(2);
const say = (text) => writeSync(1, text);
const waiting = [];
let messages = 0;

if (mode === 'early') say('{"type":"hello"}\n');
if (mode === 'deaf') process.stdin.destroy();

function answer(message) {
  messages += 1;
  if (mode === 'stubborn' && message.type === 'end') return;
  if (message.type === 'end') process.exit(0);
  if (messages === Number(at) && fail(message)) return;
  if (message.type === 'hello') {
    say('{"type":"hello","protocol":"1.7","name":"misbehaving","colour":"unknown fields are ignored"}\n');
    return;
  }
  waiting.push(...message.arrived);
  const start = [];
  for (let { free } = message; waiting[0]?.procs <= free; ) {
    free -= waiting[0].procs;
    start.push(waiting.shift().job);
  }
  const line = `{"type":"decision","id":${message.id},"start":[${start}]}\n`;
  if (mode !== 'pieces') say(line);
  else for (const letter of line) say(letter);
  if (mode === 'late-extra' && messages === Number(at)) setTimeout(() => say('{"type":"decision"}\n'), 50);
}

/** Returns whether nothing more is to be said. */
function fail({ id, now }) {
  const decision = (rest) => say(`{"type":"decision","id":${id},${rest}}\n`);
  const modes = {
    silent: () => {},
    partial: () => say('{"type":"decision","id":'),
    exit: () => {
      writeSync(2, 'Traceback (most recent call last):\n  File "p.py"\nValueError: no idea\n');
      process.exit(3);
    },
    'exit-in-answer': () => {
      say('{"type":"deci');
      process.exit(0);
    },
    kill: () => process.kill(process.pid, 'SIGKILL'),
    'close-stdout': () => closeSync(1),
    garbage: () => say('no idea\u001b[31m\n'),
    list: () => say('[]\n'),
    type: () => say('{"type":"hello","protocol":"1.0","name":"x"}\n'),
    error: () => say('{"type":"error","message":"I need overrun: kill"}\n'),
    id: () => say('{"type":"decision","id":99,"start":[]}\n'),
    start: () => decision('"strat":[]'),
    'not-jobs': () => decision('"start":["1"]'),
    twice: () => decision('"start":[2,2]'),
    unknown: () => decision('"start":[77]'),
    running: () => decision('"start":[0]'),
    wide: () => decision('"start":[2]'),
    'reserve-form': () => decision('"start":[],"reserve":[3]'),
    'reserve-started': () => decision('"start":[],"reserve":[{"job":0,"at":50}]'),
    'reserve-wrong': () => decision(`"start":[],"reserve":[{"job":2,"at":${now}}]`),
    why: () => decision('"start":[],"why":"because"'),
    // In one piece, so that none of it can be taken for the answer to the next message.
    extra: () => say(`{"type":"decision","id":${id},"start":[]}\n{"type":"decision"}\n`),
    huge: () => {
      for (let i = 0; i < 6; i += 1) say('x'.repeat(1 << 20));
    },
    flood: () => {
      for (let i = 0; i < 1000; i += 1) say('{"type":"decision","id":3,"start":[]}\n'.repeat(100));
    },
    'no-protocol': () => say('{"type":"hello","name":"x"}\n'),
    'other-protocol': () => say('{"type":"hello","protocol":"2.0","name":"x"}\n'),
    nameless: () => say('{"type":"hello","protocol":"1.0"}\n'),
    'hello-form': () => say('{"type":"hello","protocol":"1.0","name":"x","promises":"yes"}\n'),
    'needs-kill': () => say('{"type":"hello","protocol":"1.0","name":"x","needs_kill":true}\n'),
    idle: () => decision('"start":[]'),
  };
  const act = modes[mode];
  act?.();
  if (failed !== undefined) writeFileSync(failed, '');
  if (mode === 'idle') messages -= 1;
  return act !== undefined;
}

let text = '';
process.stdin.on('data', (chunk) => {
  text += chunk;
  const lines = text.split('\n');
  text = lines.pop();
  for (const line of lines) answer(JSON.parse(line));
});
process.stdin.on('end', () => {
  if (mode !== 'stubborn') process.exit(0);
});
process.stdin.on('error', () => {});
// A closed stream or a full pipe is part of the play.
process.on('uncaughtException', (error) => {
  if (error.code === 'EAGAIN' || error.code === 'EPIPE') return;
  throw error;
});
if (mode === 'stubborn') {
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 1000);
}
if (mode === 'deaf') setInterval(() => {}, 1000);
if (mode === 'close-stdout') setInterval(() => {}, 1000);
