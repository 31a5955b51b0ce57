import { fileURLToPath } from 'node:url';
import { simulate } from '../../src/engine/simulation.ts';
import { createScheduler, PROFILES } from '../../src/registry.ts';
import { prepareWorkload } from '../../src/workload/prepare.ts';
import { readSwf } from '../../src/workload/swf-read.ts';
import { COUNTING } from '../counting.ts';

const SYNTHETIC = fileURLToPath(new URL('synthetic.swf', import.meta.url));

/** The run hash of every policy that needs no nodes, over the committed workload, by `POLICY, PROFILE`. */
export async function pinnedHashes(): Promise<Record<string, string>> {
  const trace = await readSwf(SYNTHETIC);
  const hashes: Record<string, string> = {};
  for (const { name: profile, estimate, ...simultaneity } of PROFILES) {
    const { jobs, procs } = prepareWorkload('synthetic', trace, { overrun: 'kill', estimate });
    for (const { name } of COUNTING) {
      hashes[`${name}, ${profile}`] = simulate(jobs, procs, createScheduler(name), { simultaneity }).hash;
    }
  }
  return hashes;
}
