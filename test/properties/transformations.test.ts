import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { simulate } from '../../src/engine/simulation.ts';
import type { JobFact, ReserveFact } from '../../src/model/facts.ts';
import type { JobTable } from '../../src/model/jobs.ts';
import { PLAN_TICK } from '../../src/model/time.ts';
import { createScheduler } from '../../src/registry.ts';
import { factsOf, firstDifference, recorder, run } from './facts.ts';
import { PLAIN, SETTINGS, type Setting, SPECS, settingsOf } from './variants.ts';
import { anyWorkload, check, jobTable, plainWorkload, type RawJob, type RawWorkload } from './workloads.ts';

const mapTimes = (facts: readonly JobFact[], map: (time: number) => number): JobFact[] =>
  facts.map((fact) =>
    fact.kind === 'reserve'
      ? { ...fact, time: map(fact.time), at: map(fact.at), until: map(fact.until) }
      : { ...fact, time: map(fact.time) },
  );
const shifted = ({ procs, jobs }: RawWorkload, by: number): RawWorkload => ({
  procs,
  jobs: jobs.map((job) => ({ ...job, submit: job.submit + by })),
});
const scaled = ({ procs, jobs }: RawWorkload, by: number): RawWorkload => ({
  procs,
  jobs: jobs.map((job) => ({ ...job, submit: job.submit * by, run: job.run * by, estimate: job.estimate * by })),
});

/** With perfect estimates, jobs of no length would be planned to last a second that does not scale. */
const lasting = ({ procs, jobs }: RawWorkload): RawWorkload => ({
  procs,
  jobs: jobs.map((job) => ({ ...job, run: Math.max(job.run, PLAN_TICK) })),
});

/** A policy whose definition does not allow a transformation, and why; each reason has its counterexample below. */
interface Exception {
  readonly law: 'shift' | 'scale' | 'scale by other than powers of two';
  readonly reason: string;
  applies(spec: string, setting: Setting): boolean;
}
const LEARNED = /\bf[1-4]\b/;
const UNICEF = /\bunicef\b/;
/** Whether a decision looks into the future: not in strict order, nor where whatever fits may start. */
const plansAhead = (spec: string): boolean => /easy|conservative|relaxed|slack|^backfill|depth=(?!0|none)/.test(spec);
const PREDICTS = /easy\+\+|predict=recent/;
const SLACK = /^slack/;

const EXCEPTIONS: readonly Exception[] = [
  {
    law: 'shift',
    reason: 'f1 to f4 take the logarithm of the submit time itself, counted from the origin of the trace',
    applies: (spec) => LEARNED.test(spec),
  },
  {
    law: 'scale',
    reason: 'f1 to f4 weigh a function of the estimate against one of the submit time that grows otherwise',
    applies: (spec) => LEARNED.test(spec),
  },
  {
    law: 'scale',
    reason: 'a job that has outlived its estimate is planned to end in the next second, however long a second is',
    applies: (spec, { overrun }) => overrun === 'extend' && plansAhead(spec),
  },
  {
    law: 'scale',
    reason: 'a prediction that is outlived is corrected by minutes, however long a minute is',
    applies: (spec) => PREDICTS.test(spec),
  },
  {
    law: 'scale',
    reason: 'a slack is a mean wait, rounded down to whole milliseconds',
    applies: (spec) => SLACK.test(spec),
  },
  {
    law: 'scale by other than powers of two',
    reason: 'unicef multiplies by an irrational logarithm: rounding decides between jobs that are equal but for it',
    applies: (spec) => UNICEF.test(spec),
  },
  // And for every policy: jobs planned to last under a second are planned to last one, so `plainWorkload` has none.
];
const excepted = (law: Exception['law'], spec: string, setting: Setting): boolean =>
  EXCEPTIONS.some((exception) => exception.law === law && exception.applies(spec, setting));

describe.each(SPECS)('%s', (spec) => {
  it('decides nothing by labels', () => {
    check(
      fc.property(anyWorkload, fc.integer({ min: 1, max: 1000 }), ({ procs, jobs }, factor) => {
        for (const setting of settingsOf(spec)) {
          const table = jobTable(jobs, setting);
          const labels = jobs.map((_, row) => (row * factor) % 31);
          // A policy that predicts by user sees who is whose, but not what they are called.
          const renamed = Array.from(table.user, (user) => (user === -1 ? user : user * factor + 1));
          const user = PREDICTS.test(spec) ? renamed : labels;
          const relabelled: JobTable = { ...table, id: labels, user, group: labels, queue: labels };
          const [one, other] = [table, relabelled].map((given) => {
            const watcher = recorder();
            const { simultaneity } = setting;
            simulate(given, procs, createScheduler(spec), { simultaneity, observers: [watcher] });
            return watcher.facts;
          });
          expect(firstDifference(one!, other!), setting.name).toBeUndefined();
        }
      }),
      10,
    );
  });

  const toShift = settingsOf(spec).filter((setting) => !excepted('shift', spec, setting));
  const shifts = () => {
    check(
      fc.property(anyWorkload, fc.integer({ min: 1, max: 10 ** 12 }), (workload, by) => {
        for (const setting of toShift) {
          const before = mapTimes(factsOf(spec, workload, setting), (time) => time + by);
          expect(firstDifference(before, factsOf(spec, shifted(workload, by), setting)), setting.name).toBeUndefined();
        }
      }),
      10,
    );
  };
  if (toShift.length > 0) it('does not care when time begins', shifts);

  const toScale = settingsOf(spec).filter((setting) => !excepted('scale', spec, setting));
  const factors = fc.constantFrom(2, 8, 1024, ...(UNICEF.test(spec) ? [] : [3, 7, 1000]));
  const scales = () => {
    check(
      fc.property(plainWorkload, factors, (workload, by) => {
        for (const setting of toScale) {
          const given = setting.estimate === 'runtime' ? lasting(workload) : workload;
          const before = mapTimes(factsOf(spec, given, setting), (time) => time * by);
          expect(firstDifference(before, factsOf(spec, scaled(given, by), setting)), setting.name).toBeUndefined();
        }
      }),
      10,
    );
  };
  if (toScale.length > 0) it('does not care how long a second is', scales);
});

test('the exceptions are few: most policies allow everything', () => {
  const laws = ['shift', 'scale', 'scale by other than powers of two'] as const;
  const free = SPECS.filter((spec) => !laws.some((law) => excepted(law, spec, PLAIN)));
  expect(SPECS.length - free.length).toBe(
    SPECS.filter((spec) => [LEARNED, UNICEF, PREDICTS, SLACK].some((kind) => kind.test(spec))).length,
  );
  for (const { applies } of EXCEPTIONS) {
    expect(SPECS.some((spec) => SETTINGS.some((setting) => applies(spec, setting)))).toBe(true);
  }
});

describe('what the exceptions are there for', () => {
  /** [submit, run, estimate, processors], times in seconds. */
  const seconds = (procs: number, ...jobs: readonly (readonly [number, number, number, number])[]): RawWorkload => ({
    procs,
    jobs: jobs.map(
      ([submit, run, estimate, width]): RawJob => ({
        submit: submit * 1000,
        run: run * 1000,
        estimate: estimate * 1000,
        procs: width,
      }),
    ),
  });
  const starts = (spec: string, workload: RawWorkload, setting: Setting = PLAIN): number[] =>
    Array.from(run(spec, workload, setting).start, (ms) => ms / 1000);
  const EXTEND = SETTINGS.find(({ name }) => name === 'makespan, extend')!;

  it.each(['f1', 'f2', 'f3', 'f4'])(
    '%s: early on, a few seconds of age count for more than size; later not',
    (spec) => {
      // The wide one is 9 s older. At the origin log10(s) sets 1 s apart from 10 s by a whole unit, which outweighs the
      // greater size; a million seconds later the two logarithms are nearly equal, and the narrow one goes first.
      const workload = seconds(2, [0, 100, 100, 2], [1, 100, 100, 2], [10, 10, 10, 1]);
      expect(starts(spec, workload)).toEqual([0, 100, 200]);
      const late = starts(spec, shifted(workload, 10 ** 9)).map((time) => time - 10 ** 6);
      expect(late).toEqual([0, 110, 100]);
    },
  );

  it.each([
    // f1: ten times the length adds 1 per processor to the score, and 870 to each, where one second of age is 0.38.
    ['f1', 10, seconds(2, [0, 2000, 2000, 2], [1000, 1, 1, 2], [1001, 1, 1, 1])],
    // The others: twice the age counts the same at every scale, while what size adds grows with the scale.
    ['f2', 10 ** 6, seconds(2, [0, 2000, 2000, 2], [2, 100, 100, 2], [4, 10, 10, 1])],
    ['f3', 10 ** 5, seconds(2, [0, 2000, 2000, 2], [2, 100, 100, 2], [4, 10, 10, 1])],
    ['f4', 10 ** 4, seconds(2, [0, 2000, 2000, 2], [2, 100, 100, 2], [4, 10, 10, 1])],
  ] as const)('%s: scaling changes what size and age weigh', (spec, by, workload) => {
    const [, second, third] = starts(spec, workload);
    expect(second).toBe(2000);
    expect(third).toBeGreaterThan(2000);
    const [, later, first] = starts(spec, scaled(workload, by));
    expect(first).toBe(2000 * by);
    expect(later).toBeGreaterThan(2000 * by);
  });

  it('unicef: jobs that are equal but for rounding change places', () => {
    // log2(243) = 5 log2(3), so that 243 processors for 1 s and 3 for 5 s are the same: order of arrival decides.
    // Five times as long, the two products are rounded apart, and the narrow job has the greater score.
    const workload = seconds(243, [0, 3, 3, 243], [0, 1, 1, 243], [0, 5, 5, 3]);
    expect(starts('unicef', workload)).toEqual([0, 3, 4]);
    expect(starts('unicef', scaled(workload, 5))).toEqual([0, 40, 15]);
  });

  it('easy: a job that has overrun is planned to end in a second, at every scale', () => {
    // The first outlives its estimate of 1 s by far; the second needs the whole machine. At 2 s the shadow is 3 s, just
    // far enough for the third. Scaled by two, a job of 2 s arrives at 4 s, does not fit before 5 s, and waits.
    const workload = seconds(2, [0, 10, 1, 1], [0, 5, 5, 2], [2, 1, 1, 1]);
    expect(starts('easy', workload, EXTEND)).toEqual([0, 10, 2]);
    expect(starts('easy', scaled(workload, 2), EXTEND)).toEqual([0, 20, 30]);
  });

  it('easy++: a minute more is much for short jobs and little for long ones', () => {
    // One user: two jobs of 1 s each make the third be predicted 1 s. It lasts 100 of 400 s, so at 11 s it is extended by
    // a minute, to 71; the fourth (2 wide) is held there, and the fifth, at 12 s, would end at 71.
    const workload = seconds(2, [0, 1, 1, 1], [5, 1, 1, 1], [10, 100, 400, 1], [10, 5, 5, 2], [12, 59, 59, 1]);
    const users = { user: [1, 1, 1, -1, -1] };
    const starts = (by: number): number[] => {
      const jobs = { ...jobTable(scaled(workload, by).jobs), ...users };
      return Array.from(simulate(jobs, 2, createScheduler('easy++')).start, (ms) => ms / 1000);
    };
    expect(starts(1)).toEqual([0, 5, 10, 110, 12]);
    // Twice as long, a minute ends at 82 s, before the fifth would, at 142.
    expect(starts(2)).toEqual([0, 10, 20, 220, 230]);
  });

  it('slack: a mean of waits is rounded', () => {
    // Waits 0, 0 and 1 s: a slack of 333 ms, and eight times as long 2666, not 2664.
    const workload = seconds(1, [0, 1, 1, 1], [1, 2, 2, 1], [2, 9, 9, 1], [5, 1, 1, 1]);
    const promised = (by: number): number => {
      const reserved = factsOf('slack', scaled(workload, by), PLAIN).filter(({ kind }) => kind === 'reserve');
      return (reserved.at(-1) as ReserveFact).at;
    };
    expect(promised(1)).toBe(12_333);
    expect(promised(8)).toBe(96_000 + 2666);
  });

  it('easy: a job of less than a second is planned to last one', () => {
    const workload = seconds(2, [0, 1.5, 1.5, 1], [0, 5, 5, 2], [1, 0.4, 0.4, 1]);
    expect(starts('easy', workload)).toEqual([0, 1.5, 6.5]);
    expect(starts('easy', scaled(workload, 10))).toEqual([0, 15, 10]);
  });
});
