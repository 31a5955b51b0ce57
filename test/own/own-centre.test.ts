import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { Centre, Entity } from '../../src/model/centre.ts';
import type { JobId } from '../../src/model/jobs.ts';
import type { NodeId } from '../../src/model/machine.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import type { Scheduler } from '../../src/model/scheduler.ts';
import { centreInvariants } from '../../src/observers/centre-invariants.ts';
import { guarded } from '../../src/own/guarded.ts';
import { moduleScheduler } from '../../src/own/module.ts';
import { createScheduler, parsePolicy } from '../../src/registry.ts';
import { folder, makespan } from '../cli/recorder.ts';
import { anyCentre } from '../engine/centre/any-centre.ts';
import { live, type PencilJob, pencilJobs } from '../engine/centre/pencil.ts';
import { ANYBODY, centreOf, group, NORMAL, shape } from '../engine/centre/plain.ts';
import { check } from '../properties/workloads.ts';

const EXAMPLE = './scenarios/policies/least-used.mjs';
const WHERE = { file: '/p.mjs', shown: './p.mjs' };
const load = (path: string, from = '.'): Promise<Scheduler> => moduleScheduler(parsePolicy(path), from);

const job = (name: string, more: Partial<PencilJob> = {}): PencilJob => ({ name, run: 10, ...more });

describe(`${EXAMPLE}, on a machine of nodes`, () => {
  it('lets those go first who have used least, reserves for the first, and fills rack by rack', async () => {
    const user = (name: string): Entity => ({ ...ANYBODY, name });
    const plain = centreOf([group('n', 4, 1)], { entities: [user('u'), user('v')] });
    // The nodes of even rows are in the second rack.
    const nodes = plain.machine.nodes.map((node, i) => ({ ...node, rack: i % 2 === 0 ? 1 : 0 }));
    const centre = { ...plain, machine: { ...plain.machine, racks: ['r', 's'], nodes } };
    const v = { entity: 1 };
    const wide = { shape: shape(4, 1) };
    expect(
      live(centre, await load(EXAMPLE), [
        // Nobody has used anything: in order of arrival, and on n-1 and n-3, the first rack.
        job('u1'),
        job('u2'),
        // At 1 u has used 2 core-seconds, v none: v3 goes first, and holds 10 to 15. Within that v4 stays, for it has
        // used nothing either; u5 ends at 9, u6 would end at 12.
        job('u6', { submit: 1, run: 11 }),
        job('u5', { submit: 1, run: 8 }),
        job('v3', { submit: 1, run: 5, ...v, ...wide }),
        job('v4', { submit: 1, run: 9, ...v }),
      ]),
    ).toEqual([
      'u1 | 0-10 n-1',
      'u2 | 0-10 n-3',
      'u6 | 15-26 n-1',
      'u5 | 1-9 n-2',
      'v3 | 10-15 n-1 n-3 n-0 n-2',
      'v4 | 1-10 n-0',
    ]);
  });

  it('keeps the laws of any centre', async () => {
    const policy = await load(EXAMPLE);
    check(
      fc.property(anyCentre, ({ centre, jobs }) => {
        const observers = [centreInvariants(jobs, centre, policy)];
        expect(simulateCentre(jobs, centre, [policy], { observers }).hash).toMatch(/^[0-9a-f]{16}$/);
      }),
      40,
    );
  });

  it('runs in a scenario, is explained, and is refused where processors are counted', async () => {
    const path = folder({
      's.yaml': `
question: Who goes first?
workload: { jobs: [{ name: a, array: 3, run: 1h, cores: 4 }] }
cluster: { groups: { n: { count: 1, cores: 4 } } }
policies: [${process.cwd()}/scenarios/policies/least-used.mjs]
`,
    });
    const { code, err } = await makespan('run', `${path}/s.yaml`, '--check', '--out', `${path}/run`);
    expect([code, err]).toEqual([0, '']);
    const { out } = await makespan('explain', `${path}/run`, 'a[3]', '--json');
    expect(JSON.parse(out).policies[0].stints[0]).toMatchObject({ from: 7200, note: 'least used' });
    const counted = ['run', '--trace', 'traces/SDSC-SP2-1998-4.2-cln.swf.gz', '--policy', EXAMPLE];
    expect(await makespan(...counted)).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^makespan: policy 'least-used' needs a machine of nodes: cluster\.groups in a scenario/,
      ),
    });
  });
});

/** EASY, after `first` has been let loose on the view. */
const after = (first: (view: Parameters<Scheduler['decide']>[0]) => void): Scheduler => {
  const easy = createScheduler('easy');
  const decide: Scheduler['decide'] = (view, plan) => {
    first(view);
    easy.decide(view, plan);
  };
  return guarded({ ...easy, decide }, WHERE);
};

type Writable = { -readonly [K in string]: Writable } & { length: number };

test('what a policy writes on its view of a centre reaches neither the run nor the policies beside it', () => {
  const vandal = after(({ centre, jobs }) => {
    const loose = [
      centre!.centre.machine.nodes,
      centre!.centre.qos,
      centre!.entities,
      centre!.waiting,
      centre!.pending,
      centre!.capacity,
      centre!.held(0),
      centre!.free(0 as NodeId),
      centre!.demand(0 as JobId),
      centre!.allocation(0 as JobId)?.nodes ?? [],
      jobs.asks!.shapes,
    ] as unknown as Writable[];
    for (const list of loose) list.length = 0;
    (jobs.asks!.entity as Int32Array).fill(0);
    (jobs.asks!.dependencies as Map<JobId, unknown>).clear();
  });
  check(
    fc.property(anyCentre, ({ centre, jobs }) => {
      const run = (policy: Scheduler): FinishedRun => simulateCentre(jobs, centre, [policy]);
      expect(run(vandal).hash).toBe(run(createScheduler('easy')).hash);
    }),
    40,
  );
});

test('a policy sees the same through its copies as the built-in one, and no interventions to come', () => {
  const interventions = [
    { kind: 'shares', at: 5000, entity: 0, shares: 7 },
    { kind: 'deadline', at: 5000, job: 1 as JobId, deadline: 9000 },
  ] as const;
  const centre: Centre = { ...centreOf([group('n', 1, 2)]), interventions };
  const seen: unknown[] = [];
  const policy = after(({ now, centre: view }) => {
    expect(view!.centre.interventions).toEqual([]);
    const { usage, held, deadline, limited, earliestEnd, canMeetDeadline } = view!;
    const b = 1 as JobId;
    seen.push([
      now / 1000,
      view!.entities[0]!.shares,
      usage(0),
      held(0)[0],
      deadline(b),
      limited(b),
      earliestEnd(b),
      canMeetDeadline(b),
    ]);
  });
  simulateCentre(pencilJobs([job('a', { shape: shape(2, 1) }), job('b')]), centre, [policy]);
  // From 0 to 10 a holds two cores; b is asked to be done by 9 s from 5 on, and cannot be.
  expect(seen).toEqual([
    [0, 1, 0, 0, Number.NaN, undefined, 10_000, true],
    [5, 7, 10_000, 2, 9000, undefined, 20_000, false],
    [10, 7, 20_000, 0, 9000, undefined, 20_000, false],
    [20, 7, 30_000, 0, 9000, undefined, expect.anything(), expect.anything()],
  ]);
});

describe('a module that does what cannot be on nodes is told so', () => {
  const run = async (text: string): Promise<void> => {
    const policy = await load('./p.mjs', folder({ 'p.mjs': text }));
    const qos = [NORMAL, { ...NORMAL, name: 'urgent', preempts: [0] }];
    simulateCentre(pencilJobs([job('a'), job('b', { submit: 1, qos: 1 })]), centreOf([group('n', 1, 1)], { qos }), [
      policy,
    ]);
  };
  const fcfs = 'while (view.queue.first() >= 0 && plan.start(view.queue.first()));';

  it.each([
    [
      'suspending without saying so',
      `export default { decide(view, plan) {
        ${fcfs}
        if (view.now > 0 && view.queue.first() >= 0) plan.preempt(view.running()[0], { mode: 'suspend', for: 1, why: 'so' });
      } }`,
      /^at 1 s: p suspends row 0 at 1 s, and does not say that it suspends \(.*p\.mjs:3:\d+\)$/,
    ],
    [
      'a placement that fails',
      `export default { placement: { name: 'x', score() { throw new Error('no idea'); } }, decide(view, plan) { ${fcfs} } }`,
      /its placement failed: no idea \(.*p\.mjs:1:\d+\)$/,
    ],
    [
      'a placement without a number',
      `export default { placement: { name: 'x', score: () => NaN }, decide(view, plan) { ${fcfs} } }`,
      /its placement gives node 0 the score NaN, not a number/,
    ],
    [
      'a placement that is none',
      'export default { placement: {}, decide() {} }',
      /its placement must have a function score\(candidate, shape, random\)/,
    ],
    [
      'needsCentre that is no truth value',
      'export default { needsCentre: 1, decide() {} }',
      /its needsCentre must be true or false/,
    ],
  ])('%s', async (_, text, message) => {
    await expect(run(text)).rejects.toThrow(message);
  });
});
