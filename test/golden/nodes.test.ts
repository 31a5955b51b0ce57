import { expect, test } from 'vitest';
import { pinnedHashes } from './hashes.ts';
import { type Failing, hashesOnNodes, hashesOnSharedNodes } from './nodes.ts';

const FAILING: readonly Failing[] = ['unsaid', 'never', 'afterwards'];

/** What is pinned of processors holds on nodes of one core, and whatever is said of failures that befall nobody. */
test.each(FAILING)('schedules on nodes are those on processors where failures are: %s', async (fails) => {
  const pinned = await pinnedHashes();
  const onNodes = Object.entries(await hashesOnNodes(fails)).filter(([name]) => `${name}, makespan` in pinned);
  expect(onNodes.length).toBeGreaterThan(15);
  for (const [name, hash] of onNodes) expect(hash, name).toBe(pinned[`${name}, makespan`]);
});

/** Nodes that jobs share have schedules of their own, pinned as `hashes.test.ts` says. */
test.each(FAILING)('schedules on shared nodes are what they were where failures are: %s', async (fails) => {
  const lines = Object.entries(await hashesOnSharedNodes(fails)).map(([run, hash]) => `${hash} ${run}\n`);
  await expect(lines.join('')).toMatchFileSnapshot('shared-nodes.txt');
});
