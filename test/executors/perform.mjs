import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';

/**
 * What the executors are tried with: a small computation, and everything that can go wrong with one. `log` names a file
 * that gets a line for each call, to count them.
 */
export async function perform(shared, input, signal) {
  if (shared.log !== undefined) appendFileSync(shared.log, `${input.n}\n`);
  if (input.sleep !== undefined) await pause(input.sleep, undefined, { signal });
  if (input.sleepOnce !== undefined && first(input.once)) await pause(input.sleepOnce);
  while (input.until !== undefined && !existsSync(input.until)) await pause(20);
  if (input.wrong !== undefined) throw Object.assign(new Error(input.wrong), { name: 'InputError' });
  if (input.bug !== undefined) throw new Error(input.bug);
  if (input.exit !== undefined && first(input.once)) process.exit(input.exit);
  if (input.stray !== undefined && first(input.once)) await stray(input.stray);
  if (input.hog === true) hog();
  if (input.thread === true) return { thread: threadId, salt: shared.salt };
  if (input.bulk !== undefined) return { bulk: 'x'.repeat(input.bulk) };
  if (input.nothing === true) return undefined;
  return { n: input.n, mix: mixed(`${shared.salt}${input.n}`), text: 'ä\u2028"', none: null, absent: undefined };
}

/** Whether this is the first time, where that is asked: a file says so. */
function first(once) {
  if (once === undefined) return true;
  if (existsSync(once)) return false;
  writeFileSync(once, '');
  return true;
}

/** An error that nobody waits for ends a thread. */
async function stray(message) {
  setImmediate(() => {
    throw new Error(message);
  });
  await pause(10_000);
}

function hog() {
  const all = [];
  for (;;) all.push(Array.from({ length: 1000 }, (_, i) => ({ i })));
}

/** FNV-1a, 32 bits: something to compute. */
function mixed(text) {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0), 0x01000193) >>> 0;
  return hash;
}
