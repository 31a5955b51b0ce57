import fc from 'fast-check';
import type { JobTable } from '../../src/model/jobs.ts';
import { MS_PER_SECOND } from '../../src/model/time.ts';
import type { WorkloadRules } from '../../src/model/workload.ts';

/** A job as a trace would give it, before any kill; times in whole milliseconds. */
export interface RawJob {
  readonly submit: number;
  readonly run: number;
  readonly estimate: number;
  readonly procs: number;
}

/** A small workload, jobs in order of arrival. */
export interface RawWorkload {
  readonly procs: number;
  readonly jobs: readonly RawJob[];
}

/** The columns that the engine sees. Labels are unlike rows, and repeat, so that whoever mixes them up is found out. */
export function jobTable(
  jobs: readonly RawJob[],
  { overrun, estimate }: Pick<WorkloadRules, 'overrun' | 'estimate'> = { overrun: 'kill', estimate: 'requested' },
): JobTable {
  const said = jobs.map((job) => (estimate === 'runtime' ? job.run : job.estimate));
  const killed = Uint8Array.from(jobs, ({ run }, row) => (overrun === 'kill' && run > said[row]! ? 1 : 0));
  const unknown = jobs.map(() => -1);
  return {
    length: jobs.length,
    id: jobs.map((_, row) => 100 - (row % 7)),
    submit: Float64Array.from(jobs, ({ submit }) => submit),
    runtime: Float64Array.from(jobs, ({ run }, row) => (killed[row] === 1 ? said[row]! : run)),
    estimate: Float64Array.from(said),
    procs: Int32Array.from(jobs, ({ procs }) => procs),
    killed,
    // A few users, one of whom the trace does not name.
    user: jobs.map(({ procs }, row) => [7, 3, 12, -1][(row * 5 + procs) % 4]!),
    group: unknown,
    queue: unknown,
  };
}

interface Limits {
  /** Milliseconds per unit of the drawn times; one below a second makes jobs that are planned longer than they last. */
  readonly units: readonly number[];
  readonly jobs: number;
  /** The shortest estimate, in units; 0 admits jobs that last no time and say so. */
  readonly leastEstimate: number;
  /** The longest run time and gap, in units. Where it is a few units, much happens at the same time. */
  readonly longest: readonly number[];
}

const anyJob = (leastEstimate: number, longest: number) =>
  fc
    .record({
      // Zero is what makes ties; the long gap lets the machine run empty.
      gap: fc.oneof(
        { weight: 8, arbitrary: fc.constant(0) },
        { weight: 6, arbitrary: fc.integer({ min: 1, max: Math.min(longest, 3) }) },
        { weight: 2, arbitrary: fc.integer({ min: 1, max: longest }) },
        { weight: 1, arbitrary: fc.constant(10 * longest) },
      ),
      run: fc.oneof(
        { weight: 1, arbitrary: fc.constant(0) },
        { weight: 4, arbitrary: fc.integer({ min: 1, max: Math.min(longest, 8) }) },
        { weight: 3, arbitrary: fc.integer({ min: 1, max: longest }) },
      ),
      // How far the estimate is from the run time: exact, far over, near, or under.
      error: fc.oneof(
        { weight: 3, arbitrary: fc.constant(0) },
        { weight: 2, arbitrary: fc.integer({ min: 1, max: longest }) },
        { weight: 2, arbitrary: fc.integer({ min: -3, max: 3 }) },
        { weight: 1, arbitrary: fc.integer({ min: -longest, max: -1 }) },
      ),
      // In sixteenths of the machine.
      width: fc.oneof(
        { weight: 3, arbitrary: fc.constant(1) },
        { weight: 4, arbitrary: fc.integer({ min: 1, max: 8 }) },
        { weight: 2, arbitrary: fc.integer({ min: 1, max: 16 }) },
        { weight: 1, arbitrary: fc.constant(16) },
      ),
    })
    .map(({ gap, run, error, width }) => ({ gap, run, width, estimate: Math.max(run + error, leastEstimate) }));

const workloads = ({ units, jobs, leastEstimate, longest }: Limits): fc.Arbitrary<RawWorkload> =>
  fc
    .record({
      procs: fc.integer({ min: 1, max: 16 }),
      unit: fc.constantFrom(...units),
      first: fc.integer({ min: 0, max: 20 }),
      drawn: fc.oneof(
        ...longest.map((most) => fc.array(anyJob(leastEstimate, most), { maxLength: jobs, size: 'max' })),
      ),
    })
    .map(({ procs, unit, first, drawn }) => {
      let now = first;
      const rows = drawn.map(({ gap, run, estimate, width }) => {
        now += gap;
        const share = Math.ceil((width * procs) / 16);
        return { submit: now * unit, run: run * unit, estimate: estimate * unit, procs: share };
      });
      return { procs, jobs: rows };
    });

/** Up to 40 jobs on up to 16 processors, in whole seconds or in tenths of them. */
export const anyWorkload: fc.Arbitrary<RawWorkload> = workloads({
  units: [MS_PER_SECOND, MS_PER_SECOND, 100],
  jobs: 40,
  leastEstimate: 0,
  longest: [4, 60],
});

/** Whole seconds, and estimates of one at the least, so that what is planned is what users said. */
export const plainWorkload: fc.Arbitrary<RawWorkload> = workloads({
  units: [MS_PER_SECOND],
  jobs: 40,
  leastEstimate: 1,
  longest: [4, 60],
});

/** Few and short jobs in whole seconds, for oracles that try each second. */
export const smallWorkload: fc.Arbitrary<RawWorkload> = workloads({
  units: [MS_PER_SECOND],
  jobs: 24,
  leastEstimate: 0,
  longest: [4, 15],
});

/**
 * Checks a property over generated cases. They are the same in every run, so that a failure is never a matter of luck;
 * PROPERTY_SEED=n draws others, and PROPERTY_RUNS=n multiplies their number.
 */
export function check<T extends unknown[]>(property: fc.IPropertyWithHooks<T>, numRuns: number): void {
  const seed = Number(process.env['PROPERTY_SEED'] ?? 1);
  fc.assert(property, { seed, numRuns: numRuns * Number(process.env['PROPERTY_RUNS'] ?? 1) });
}
