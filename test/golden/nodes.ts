import { fileURLToPath } from 'node:url';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { faultModel } from '../../src/failures/fault-model.ts';
import { fixed } from '../../src/failures/laws/law.ts';
import { nodeFailures } from '../../src/failures/sources.ts';
import { randomStreams } from '../../src/kernel/random.ts';
import type { Centre } from '../../src/model/centre.ts';
import type { NodeId } from '../../src/model/machine.ts';
import type { Resilience } from '../../src/model/resilience.ts';
import { createScheduler, POLICIES, type PolicyEntry } from '../../src/registry.ts';
import { prepareWorkload } from '../../src/workload/prepare.ts';
import { readSwf } from '../../src/workload/swf-read.ts';
import { asking, centreOf, group, shape } from '../engine/centre/plain.ts';

const SYNTHETIC = fileURLToPath(new URL('synthetic.swf', import.meta.url));

/** What fails: nothing is said of it, nothing ever does, or each node a hundred years after the end of everything. */
export type Failing = 'unsaid' | 'never' | 'afterwards';

const AFTERWARDS = 3.2e12;

/** Failures that befall nobody, and jobs without checkpoints. */
function faultless({ machine }: Centre, fails: Exclude<Failing, 'unsaid'>): Resilience {
  const nodes = machine.nodes.map((_, node) => node as NodeId);
  const late = nodeFailures(machine, nodes, { up: fixed(AFTERWARDS), repair: fixed(3_600_000) });
  const never = (): never => {
    throw new Error('something has failed');
  };
  return {
    faults: faultModel(machine, { sources: fails === 'never' ? [] : [late] }, 1),
    watchdog: Number.POSITIVE_INFINITY,
    limited: true,
    coordinator: () => ({ name: 'never', afterFault: never, afterRepair: never, onWarning: never }),
    spares: [],
    spareAfter: 0,
  };
}

/** The processors of the workload as nodes of one core each. */
const SINGLE = centreOf([group('n', 16, 1)]);
/** Nodes that jobs share, and of which some are faster. */
const SHARED = centreOf([group('a', 2, 4), group('b', 2, 4, { speed: 1.5 })]);

async function hashesOf(
  centre: Centre,
  wholeNodes: boolean,
  policies: readonly PolicyEntry[],
  fails: Failing,
): Promise<Record<string, string>> {
  const { jobs } = prepareWorkload('synthetic', await readSwf(SYNTHETIC), { overrun: 'kill', estimate: 'requested' });
  const table = asking(jobs, (procs) => shape(procs, 1, { wholeNodes }));
  const resilience = fails === 'unsaid' ? undefined : faultless(centre, fails);
  const hashes: Record<string, string> = {};
  for (const { name } of policies) {
    const random = randomStreams(1).stream('placement');
    hashes[name] = simulateCentre(table, centre, [createScheduler(name)], { resilience, random }).hash;
  }
  return hashes;
}

/** Those that can decide about nodes. */
const PLANNING = POLICIES.filter(({ name }) => createScheduler(name).predicts === undefined);

/** The run hash of every policy that predicts nothing over the committed workload on nodes of one core, by policy. */
export const hashesOnNodes = (fails: Failing): Promise<Record<string, string>> =>
  hashesOf(SINGLE, true, PLANNING, fails);

/** The same of some of them on nodes that jobs share. */
export const hashesOnSharedNodes = (fails: Failing): Promise<Record<string, string>> =>
  hashesOf(
    SHARED,
    false,
    PLANNING.filter(({ name }) => ['fcfs', 'easy', 'conservative', 'multifactor'].includes(name)),
    fails,
  );
