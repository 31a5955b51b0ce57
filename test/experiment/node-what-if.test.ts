import { describe, expect, it } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { explainOnNodes, type NodeExplanation } from '../../src/experiment/explain.ts';
import type { NodeAlternative, NodeChange } from '../../src/experiment/node-what-if.ts';
import { resolveOptions } from '../../src/experiment/options.ts';
import type { Centre } from '../../src/model/centre.ts';
import type { JobId } from '../../src/model/jobs.ts';
import type { NodeId } from '../../src/model/machine.ts';
import { fromSeconds, toSeconds } from '../../src/model/time.ts';
import { createScheduler } from '../../src/registry.ts';
import { type PencilJob, pencilJobs } from '../engine/centre/pencil.ts';
import { ANYBODY, centreOf, group, shape } from '../engine/centre/plain.ts';

/** The last job of a table under a policy, explained with what would have let it start earlier. */
function explained(centre: Centre, spec: string, list: readonly PencilJob[], name?: string): Promise<NodeExplanation> {
  const jobs = pencilJobs(list);
  const { hash } = simulateCentre(jobs, centre, [createScheduler(spec)]);
  const procs = 8;
  const replay = { jobs, procs, centre, policy: { label: spec, spec }, options: resolveOptions(), hash };
  const row = name === undefined ? list.length - 1 : list.findIndex((one) => one.name === name);
  return explainOnNodes(replay, row as JobId, { alternatives: true });
}

/** When it would have started, in seconds, by kind of change; undefined where that would not have helped. */
const startsOf = ({ alternatives }: NodeExplanation, kind: NodeChange['kind']): (number | undefined)[] =>
  alternatives!
    .filter(({ change }: NodeAlternative) => change.kind === kind)
    .map(({ start }) => (start === undefined ? undefined : toSeconds(start)));

const job = (name: string, more: Partial<PencilJob> = {}): PencilJob => ({ name, run: 10, ...more });
const wide = (tasks: number) => ({ shape: shape(tasks, 1) });
const four = (more: Partial<Centre> = {}): Centre => centreOf([group('n', 4, 1)], more);

describe('what would have let a job start earlier on nodes', () => {
  it('another job taken away, a smaller estimate, fewer tasks', async () => {
    // a holds 3 of 4 until 10; b wants 4 and is held for at 10; c asks for 12 s for its 7 and waits for both.
    const list = [job('a', wide(3)), job('b', wide(4)), job('c', { run: 7, estimate: 12, ...wide(1) })];
    const life = await explained(four(), 'easy', list);
    expect(toSeconds(life.start)).toBe(20);
    // First b was to have its core, then b held all of them; a has never held what c lacked.
    expect(life.blockers).toEqual([{ job: 1, time: fromSeconds(20) }]);
    expect(startsOf(life, 'without')).toEqual([0]);
    // 10 s are in time for b.
    expect(startsOf(life, 'estimate')).toEqual([0]);
    expect(startsOf(life, 'tasks')).toEqual([]);
  });

  it('the largest number of tasks that helps', async () => {
    const life = await explained(four(), 'fcfs', [job('a', wide(2)), job('b', wide(4))]);
    expect(startsOf(life, 'tasks')).toEqual([0]);
    expect(startsOf(life, 'without')).toEqual([0]);
  });

  it('not to wait for one of those it depends on', async () => {
    const list = [job('a'), job('b', { run: 20 }), job('c', { after: { a: 'ok', b: 'ok' } })];
    const life = await explained(four(), 'fcfs', list);
    // Of a alone it would be free at 20 still.
    expect(life.alternatives!.map(({ change, start }) => [change, start])).toEqual([
      [{ kind: 'without', job: 1 }, fromSeconds(10)],
      [{ kind: 'without', job: 0 }, undefined],
      [{ kind: 'dependency', on: 0 }, undefined],
      [{ kind: 'dependency', on: 1 }, fromSeconds(10)],
    ]);
  });

  it('a limit lifted, a window taken away, nodes online: each for everybody', async () => {
    const entities = [{ ...ANYBODY, limits: { jobs: 1 } }];
    expect(startsOf(await explained(four({ entities }), 'fcfs', [job('a'), job('b')]), 'limit')).toEqual([0]);

    const nodes = [0, 1, 2, 3] as NodeId[];
    const window = {
      name: 'm',
      kind: 'maintenance',
      from: fromSeconds(5),
      until: fromSeconds(9),
      nodes,
      members: [],
      running: 'requeue',
    } as const;
    expect(startsOf(await explained(four({ windows: [window] }), 'fcfs', [job('a')]), 'window')).toEqual([0]);

    const down = { kind: 'nodes', nodes: [3] as NodeId[], status: 'error', running: 'requeue', at: 0 } as const;
    const back = { ...down, status: 'online', running: 'finish', at: fromSeconds(6) } as const;
    const life = await explained(four({ interventions: [down, back] }), 'fcfs', [job('a', { submit: 1, ...wide(4) })]);
    expect([toSeconds(life.start), ...startsOf(life, 'nodes')]).toEqual([6, 1]);
  });

  it('other nodes: any features, another partition', async () => {
    const plain = centreOf([group('plain', 1, 1), group('fast', 1, 1, { features: ['fast'] })]);
    const fast = { shape: shape(1, 1, { features: ['fast'] }) };
    expect(startsOf(await explained(plain, 'fcfs', [job('a', fast), job('b', fast)]), 'any-node')).toEqual([0]);

    const [all] = plain.machine.partitions;
    const parts = [0, 1].map((node) => ({ ...all!, name: `p${node}`, nodes: [node as NodeId] }));
    const centre = { ...plain, machine: { ...plain.machine, partitions: parts } };
    expect(startsOf(await explained(centre, 'fcfs', [job('a'), job('b')]), 'partition')).toEqual([0]);
  });

  it('what would have let a job start that never did', async () => {
    const centre = four({ afterFailure: 'hold' });
    const list = [job('a', { fails: true }), job('b', { after: { a: 'ok' } })];
    const life = await explained(centre, 'fcfs', list);
    expect([life.fate, life.start]).toEqual(['held', Number.NaN]);
    expect([...startsOf(life, 'without'), ...startsOf(life, 'dependency')]).toEqual([0, 0]);
  });

  it('moves interventions with the jobs that they name, when another is taken away', async () => {
    // By deadlines: y, x, b, c; at 5 c is brought forward, and goes before b.
    const at = fromSeconds(5);
    const interventions = [{ kind: 'deadline', at, job: 3 as JobId, deadline: fromSeconds(12) }] as const;
    const due = (name: string, deadline: number): PencilJob => job(name, { deadline, ...wide(4) });
    const list = [due('x', 2), due('y', 1), due('b', 25), due('c', 30)];
    const life = await explained(four({ interventions }), 'edf', list, 'b');
    expect(toSeconds(life.start)).toBe(30);
    // Whichever of the others is missing, two of them run before it; c, too, now one row higher.
    expect(startsOf(life, 'without')).toEqual([20, 20, 20]);
  });

  it('tries nothing for a job that was rejected or started at once', async () => {
    expect((await explained(four(), 'fcfs', [job('a', { shape: shape(5, 1) })])).alternatives).toEqual([]);
    expect((await explained(four(), 'fcfs', [job('a')])).alternatives).toEqual([]);
  });
});
