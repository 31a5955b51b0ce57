import { expect, test } from 'vitest';
import { COUNTING } from '../counting.ts';
import { pinnedHashes } from './hashes.ts';

/**
 * A change here means that some schedule has changed: a job starts or ends at another time, or two things of one
 * instant happen in another order. If that is the purpose of a change, say so in CHANGELOG.md and pin the new hashes:
 *
 *     npx vitest run test/golden -u
 *
 * A new policy adds a line per profile in the same way; no line that was there may change with it.
 */
test('schedules are what they were', async () => {
  const hashes = await pinnedHashes();
  const lines = Object.entries(hashes).map(([run, hash]) => `${hash} ${run}\n`);
  await expect(lines.join('')).toMatchFileSnapshot('hashes.txt');
});

test('the workload is rich enough to tell policies apart', async () => {
  const hashes = await pinnedHashes();
  const plain = COUNTING.map(({ name }) => hashes[`${name}, makespan`]);
  // `backfill` by default is `easy`; no other two are the same.
  expect(new Set(plain).size).toBe(COUNTING.length - 1);
  for (const name of ['easy', 'conservative', 'saf']) {
    const [own, pyss, cqsim] = ['makespan', 'pyss', 'cqsim'].map((profile) => hashes[`${name}, ${profile}`]);
    expect(new Set([own, pyss, cqsim]).size, name).toBe(3);
  }
});
