import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateCentre } from '../../../src/engine/centre/centre-simulation.ts';
import { PREEMPT_MODES, type Qos } from '../../../src/model/centre.ts';
import { FATES } from '../../../src/model/centre-run.ts';
import type { CentreFact } from '../../../src/model/facts.ts';
import type { FinishedRun } from '../../../src/model/run.ts';
import { fromSeconds, toSeconds } from '../../../src/model/time.ts';
import { createScheduler } from '../../../src/registry.ts';
import { jobTable, type SmallJob } from '../jobs.ts';
import { asking, centreOf, group, NORMAL, shape } from './plain.ts';

interface Job extends SmallJob {
  readonly qos?: number;
  readonly priority?: number;
  /** MiB per task; a task has one core. */
  readonly memory?: number;
}

const URGENT: Qos = { ...NORMAL, name: 'urgent', preempts: [1], preempted: 'never' };
const usual = (more: Partial<Qos> = {}): Qos => ({ ...NORMAL, ...more });

interface Given {
  readonly cores: number;
  readonly memory?: number;
  readonly qos?: readonly Qos[];
  readonly policy: string;
}

/** QOS 0 is urgent and 1, which jobs have unless they say otherwise, is usual. */
function run(
  { cores, memory = 0, qos = [URGENT, usual()], policy }: Given,
  jobs: readonly Job[],
): FinishedRun & { facts: CentreFact[] } {
  const table = jobTable(jobs);
  const shapes = jobs.map(({ procs, memory: each }) => shape(procs, 1, { perTask: [1, each ?? 0, 0, 0] }));
  const asks = {
    ...asking(table, (procs) => shape(procs, 1)).asks!,
    shapes,
    shape: Int32Array.from(jobs.keys()),
    qos: Int32Array.from(jobs, (job) => job.qos ?? 1),
    priority: Float64Array.from(jobs, ({ priority }) => priority ?? 0),
  };
  const centre = centreOf([group('n', 1, cores, { each: [cores, memory, 0, 0] })], { qos });
  const facts: CentreFact[] = [];
  const observer = { name: 'facts', on: () => {}, onCentre: (fact: CentreFact) => void facts.push(fact) };
  return { ...simulateCentre({ ...table, asks }, centre, [createScheduler(policy)], { observers: [observer] }), facts };
}

/** Stretches as `job start-end`, in seconds. */
const stretches = ({ centre }: FinishedRun): string[] =>
  centre!.stretches.map(({ job, start, end }) => `${'ABCDEF'[job]} ${toSeconds(start)}-${toSeconds(end)}`);
const seconds = (column: Float64Array): number[] => Array.from(column, toSeconds);

describe('preemption', () => {
  // Two cores. A takes both from 0 for 10 s; B, urgent, comes at 4 and takes both for 3 s.
  const pair: Job[] = [
    { submit: 0, run: 10, procs: 2 },
    { submit: 4, run: 3, procs: 2, qos: 0 },
  ];

  it.each([
    // A has done 4 s for nothing and begins anew at 7.
    ['requeue', ['A 0-4', 'B 4-7', 'A 7-17'], [4, 0], [0, 0], 'completed'],
    // A stands still from 4 to 7 and has 6 s to go.
    ['suspend', ['A 0-4', 'B 4-7', 'A 7-13'], [0, 0], [3, 0], 'completed'],
    ['checkpoint', ['A 0-4', 'B 4-7', 'A 7-13'], [0, 0], [0, 0], 'completed'],
    ['cancel', ['A 0-4', 'B 4-7'], [4, 0], [0, 0], 'cancelled'],
  ])('with mode %s makes of two jobs %j', (mode, expected, lost, suspended, fate) => {
    for (const [policy, qos] of [
      [`backfill(preempt=qos,mode=${mode})`, undefined],
      ['fcfs(preempt=qos)', [URGENT, usual({ preempted: mode as Qos['preempted'] })]],
    ] as const) {
      const finished = run({ cores: 2, policy, ...(qos && { qos }) }, pair);
      expect(stretches(finished)).toEqual(expected);
      expect(seconds(finished.centre!.lost)).toEqual(lost);
      expect(seconds(finished.centre!.suspended)).toEqual(suspended);
      expect([...finished.centre!.preemptions]).toEqual([1, 0]);
      expect(FATES[finished.centre!.fate[0]!]).toBe(fate);
    }
  });

  it('is no reason to run for nothing: who outranks goes first when both come at once', () => {
    // By arrival A would start, and be stopped as soon as somebody else came.
    const together = pair.map((job) => ({ ...job, submit: 0 }));
    const later = { submit: 2, run: 1, procs: 2 };
    for (const policy of ['backfill(preempt=qos)', 'fcfs(preempt=qos,grace=1s)']) {
      expect(stretches(run({ cores: 2, policy }, [...together, later]))).toEqual(['B 0-3', 'A 3-13', 'C 13-14']);
    }
  });

  it('does not happen unless it is asked for, nor for a job that outranks nobody', () => {
    const waits = ['A 0-10', 'B 10-13'];
    expect(stretches(run({ cores: 2, policy: 'backfill' }, pair))).toEqual(waits);
    expect(stretches(run({ cores: 2, policy: 'backfill(preempt=priority)' }, pair))).toEqual(waits);
    const equals = pair.map((job) => ({ ...job, qos: 1 }));
    expect(stretches(run({ cores: 2, policy: 'backfill(preempt=qos)' }, equals))).toEqual(waits);
  });

  it('gives a grace period, after which the place is for the job that needs it', () => {
    // A is told at 4 to leave by 6. C (1 core, 5 s) comes at 5: nothing is free. At 6 B starts, until 9; A would follow at 9
    // and take both cores until 19, then C.
    const jobs = [...pair, { submit: 5, run: 5, procs: 1 }];
    const finished = run({ cores: 2, policy: 'backfill(preempt=qos,grace=2s)' }, jobs);
    expect(stretches(finished)).toEqual(['A 0-6', 'B 6-9', 'A 9-19', 'C 19-24']);
    expect(seconds(finished.centre!.lost)).toEqual([6, 0, 0]);
    const [notice] = finished.facts.filter(({ kind }) => kind === 'notice');
    expect(notice).toEqual({ kind: 'notice', time: fromSeconds(4), job: 0, until: fromSeconds(6), for: 1 });
  });

  it('takes nothing from a job that ends within its grace period', () => {
    // A would end at 10; told at 4 to leave by 12 it ends by itself.
    const finished = run({ cores: 2, policy: 'backfill(preempt=qos,grace=8s)' }, pair);
    expect(stretches(finished)).toEqual(['A 0-10', 'B 10-13']);
    expect([...finished.centre!.preemptions]).toEqual([0, 0]);
  });

  it('waits until a protection is over, and spares whoever may never be preempted', () => {
    const shielded = usual({ protectedFor: fromSeconds(6) });
    const policy = 'backfill(preempt=qos)';
    // A may be stopped from 6 on, when nothing else happens.
    expect(stretches(run({ cores: 2, policy, qos: [URGENT, shielded] }, pair))).toEqual(['A 0-6', 'B 6-9', 'A 9-19']);
    const never = usual({ preempted: 'never' });
    expect(stretches(run({ cores: 2, policy, qos: [URGENT, never] }, pair))).toEqual(['A 0-10', 'B 10-13']);
  });

  // Six cores. A has 3 and B 1 from 0 on, C 2 from 2 on. D needs some at 5.
  const three = (need: number): Job[] => [
    { submit: 0, run: 20, procs: 3, priority: 2 },
    { submit: 0, run: 20, procs: 1, priority: 1 },
    { submit: 2, run: 20, procs: 2, priority: 3 },
    { submit: 5, run: 10, procs: need, priority: 9 },
  ];
  const stopped = (need: number, victims: string): number[] => {
    const policy = `backfill(preempt=priority,victims=${victims})`;
    // Those that were stopped for D; C, as urgent as it is, may then stop A for itself.
    const { facts } = run({ cores: 6, policy }, three(need));
    return facts.flatMap((fact) => (fact.kind === 'preempt' && fact.for === 3 ? [fact.job] : [])).sort((a, b) => a - b);
  };

  it.each([
    // Youngest first: C, B, A. C alone has 2 cores.
    ['youngest', 2, [2]],
    ['youngest', 3, [1, 2]],
    // 4 cores: C, B and A are tried in turn; A is spared first, in vain (3 left), then B is not needed beside A and C.
    ['youngest', 4, [0, 2]],
    // Work lost at 5: A 5 x 3 = 15, B 5 x 1 = 5, C 3 x 2 = 6. B, then C.
    ['cheapest', 1, [1]],
    ['cheapest', 2, [2]],
    ['cheapest', 3, [1, 2]],
    // Priorities: B 1, A 2, C 3. B has 1 core; with A there are 4, and 3 are there without B.
    ['lowest', 1, [1]],
    ['lowest', 3, [0]],
    ['lowest', 4, [0, 1]],
  ])('chooses %s for %i cores', (victims, need, expected) => {
    expect(stopped(need, victims)).toEqual(expected);
  });

  it('stops nobody if that would not be enough', () => {
    // D needs both cores; A may be stopped, C (as urgent as D) may not.
    const jobs: Job[] = [
      { submit: 0, run: 10, procs: 1 },
      { submit: 0, run: 8, procs: 1, qos: 0 },
      { submit: 4, run: 3, procs: 2, qos: 0 },
    ];
    const finished = run({ cores: 2, policy: 'backfill(preempt=qos)' }, jobs);
    // At 8 B ends by itself; then A is enough.
    expect(stretches(finished)).toEqual(['B 0-8', 'A 0-8', 'C 8-11', 'A 11-21']);
  });

  it('does not count on memory that suspended jobs keep', () => {
    // 10 MiB: A keeps its 8 while it is suspended, B needs 4.
    const jobs: Job[] = [
      { submit: 0, run: 10, procs: 2, memory: 4 },
      { submit: 4, run: 3, procs: 2, memory: 2, qos: 0 },
    ];
    const policy = 'backfill(preempt=qos,mode=suspend)';
    expect(stretches(run({ cores: 2, memory: 10, policy }, jobs))).toEqual(['A 0-10', 'B 10-13']);
    expect(stretches(run({ cores: 2, memory: 12, policy }, jobs))).toEqual(['A 0-4', 'B 4-7', 'A 7-13']);
  });

  it('is not for QOS that may preempt each other in a circle', () => {
    const circle = [usual({ preempts: [1] }), usual({ preempts: [0] })];
    expect(stretches(run({ cores: 2, qos: circle, policy: 'backfill(preempt=qos)' }, pair))).toEqual([
      'A 0-10',
      'B 10-13',
    ]);
  });

  const anyJob = fc.record({
    submit: fc.nat(30),
    run: fc.integer({ min: 1, max: 20 }),
    procs: fc.integer({ min: 1, max: 4 }),
    memory: fc.nat(2),
    qos: fc.nat(2),
    priority: fc.nat(3),
  });
  const anyQos = fc.record({
    preempts: fc.subarray([0, 1, 2]),
    preempted: fc.constantFrom(...PREEMPT_MODES, 'never' as const),
    protectedFor: fc.constantFrom(0, fromSeconds(3)),
  });
  const anyPolicy = fc
    .tuple(
      fc.constantFrom('fcfs', 'sjf', 'backfill', 'fcfs(depth=0', 'lxf(depth=2', 'backfill(depth=all'),
      fc.constantFrom('qos', 'priority'),
      fc.constantFrom('youngest', 'cheapest', 'lowest'),
      fc.constantFrom('own', ...PREEMPT_MODES),
      fc.constantFrom(0, 2, 7),
    )
    .map(([base, preempt, victims, mode, grace]) => {
      const options = `preempt=${preempt},victims=${victims},mode=${mode},grace=${grace === 0 ? 0 : `${grace}s`}`;
      return `${base}${base.includes('(') ? ',' : '('}${options})`;
    });

  it('lets every job end, whoever may preempt whom, and accounts for all work', () => {
    fc.assert(
      fc.property(
        fc.array(anyJob, { minLength: 1, maxLength: 14 }),
        fc.tuple(anyQos, anyQos, anyQos),
        anyPolicy,
        (drawn, rules, policy) => {
          const jobs = drawn.toSorted((a, b) => a.submit - b.submit);
          const qos = rules.map((one, i) => ({ ...NORMAL, name: `q${i}`, ...one }));
          const finished = run({ cores: 4, memory: 8, qos, policy }, jobs);
          const { fate, lost, stretches: ran, preemptions } = finished.centre!;
          for (const [job, { run: length }] of jobs.entries()) {
            const mine = ran.filter((one) => one.job === job);
            const total = mine.reduce((sum, { start, end }) => sum + end - start, 0);
            const completed = FATES[fate[job]!] === 'completed';
            expect(completed || FATES[fate[job]!] === 'cancelled').toBe(true);
            // What it ran is what it needed and what was lost.
            expect(total).toBe(lost[job]! + (completed ? fromSeconds(length) : 0));
            expect(mine).toHaveLength(preemptions[job]! + (completed ? 1 : 0));
          }
          for (const fact of finished.facts) {
            if (fact.kind !== 'preempt') continue;
            const by = jobs[fact.for]!;
            const victim = jobs[fact.job]!;
            const higher = policy.includes('preempt=qos')
              ? qos[by.qos]!.preempts.includes(victim.qos) && by.qos !== victim.qos
              : by.priority > victim.priority;
            expect(higher).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
