import { simulate, simulateAsync } from '../../engine/simulation.ts';
import { InputError } from '../../model/errors.ts';
import type { FinishedRun } from '../../model/run.ts';
import { toSeconds } from '../../model/time.ts';
import { InvariantViolation, invariants } from '../../observers/invariants.ts';
import { createScheduler, PROFILES } from '../../registry.ts';
import { shortened } from '../excerpt.ts';
import { type ExternalOptions, type ExternalPolicy, startExternal } from '../external.ts';
import { type Case, publishedCases, randomTrials, type Trial } from './workloads.ts';

/** One thing that was tried. */
export interface Check {
  readonly name: string;
  /** What went wrong; absent if nothing did. */
  readonly failure?: string;
}

export interface ConformanceOptions extends ExternalOptions {
  /** The built-in policy that the program is to equal, job for job. */
  readonly as?: string | undefined;
}

/** Rules under which trials are run: those of this project, or those of a simulator that decides per event. */
const RULES = { overrun: 'kill', estimate: 'requested' } as const;
const [INSTANT, ...OTHERS] = PROFILES.map(({ name, pass, order }) => ({ name, pass, order }));

const GREETING = 'greets and takes its leave';

interface Exchange {
  readonly sent: string;
  readonly read: string;
}

/**
 * Tries a program on published cases and on random workloads, a process for each: it must speak the protocol, keep the
 * laws that every schedule keeps, start every job, and do the same again when it is asked again.
 * @throws InputError for a built-in policy that does not exist
 */
export async function* conformance(options: ConformanceOptions): AsyncGenerator<Check> {
  if (options.as !== undefined) createScheduler(options.as);
  const trials = randomTrials();
  const greeting = await outcome(() => leaves(options));
  yield greeting === undefined ? { name: GREETING } : { name: GREETING, failure: greeting };
  // Without a greeting everything else would fail for the same reason.
  if (greeting?.startsWith('message 1 ')) return;
  for (const trial of publishedCases()) yield* checked(`case: ${trial.name}`, () => triesCase(options, trial));
  for (const trial of trials) yield* checked(trial.name, () => tries(options, trial, INSTANT!));
  for (const [i, rules] of OTHERS.entries()) {
    const trial = trials[i]!;
    yield* checked(`${trial.name}, by the rules of ${rules.name}`, () => tries(options, trial, rules));
  }
  yield* checked('decides the same again', () => repeats(options, trials[0]!));
}

async function* checked(name: string, work: () => Promise<string | undefined>): AsyncGenerator<Check> {
  const failure = await outcome(work);
  yield failure === undefined ? { name } : { name, failure };
}

async function outcome(work: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof InputError || cause instanceof InvariantViolation) return cause.message;
    throw cause;
  }
}

/** After the message `end` a program has two seconds to end by itself. */
async function leaves(options: ConformanceOptions): Promise<string | undefined> {
  const external = await startExternal(options, { procs: 1, rules: { ...INSTANT!, ...RULES } });
  const byItself = await external.close(true);
  return byItself ? undefined : 'it did not end by itself within 2 s of the message end';
}

async function triesCase(options: ConformanceOptions, trial: Case): Promise<string | undefined> {
  const exchanges: Exchange[] = [];
  const run = await runTrial(options, trial, INSTANT!, exchanges);
  const starts = options.as === undefined ? undefined : trial.starts[options.as];
  if (starts === undefined) return compare(options, trial, INSTANT!, run, exchanges);
  return difference(run, (job) => starts[job]!, exchanges, 'the published case');
}

async function tries(
  options: ConformanceOptions,
  trial: Trial,
  rules: typeof INSTANT & object,
): Promise<string | undefined> {
  const exchanges: Exchange[] = [];
  const run = await runTrial(options, trial, rules, exchanges);
  return compare(options, trial, rules, run, exchanges);
}

function compare(
  { as }: ConformanceOptions,
  { procs, jobs }: Trial,
  simultaneity: typeof INSTANT & object,
  run: FinishedRun,
  exchanges: readonly Exchange[],
): string | undefined {
  if (as === undefined) return undefined;
  const { start } = simulate(jobs, procs, createScheduler(as), { simultaneity });
  return difference(run, (job) => toSeconds(start[job]!), exchanges, as);
}

async function repeats(options: ConformanceOptions, trial: Trial): Promise<string | undefined> {
  const first = await runTrial(options, trial, INSTANT!, []);
  const exchanges: Exchange[] = [];
  const second = await runTrial(options, trial, INSTANT!, exchanges);
  return difference(second, (job) => toSeconds(first.start[job]!), exchanges, 'the run before');
}

/** The run of a program of its own, watched by the invariants. */
async function runTrial(
  options: ConformanceOptions,
  { procs, jobs }: Trial,
  simultaneity: typeof INSTANT & object,
  exchanges: Exchange[],
): Promise<FinishedRun> {
  const exchanged = (sent: string, read: string): void => void exchanges.push({ sent, read });
  const machine = { procs, rules: { ...simultaneity, ...RULES } };
  const external: ExternalPolicy = await startExternal({ ...options, exchanged }, machine);
  try {
    const { scheduler } = external;
    const observers = [invariants(jobs, procs, scheduler)];
    const simulation = { simultaneity, observers };
    return await simulateAsync(jobs, procs, scheduler, simulation);
  } catch (cause) {
    if (cause instanceof Error && cause.message.endsWith('waiting for ever')) {
      throw new InputError(`it ${cause.message.slice(external.scheduler.name.length + 1)}${lastOf(exchanges)}`, {
        cause,
      });
    }
    throw cause;
  } finally {
    await external.close(true);
  }
}

/** The first difference, and the exchange that led to it. */
function difference(
  { jobs, start }: FinishedRun,
  expected: (job: number) => number,
  exchanges: readonly Exchange[],
  whose: string,
): string | undefined {
  let first: { readonly job: number; readonly time: number } | undefined;
  for (let job = 0; job < jobs.length; job += 1) {
    const [found, wanted] = [toSeconds(start[job]!), expected(job)];
    const time = Math.min(found, wanted);
    if (found !== wanted && (first === undefined || time < first.time)) first = { job, time };
  }
  if (first === undefined) return undefined;
  const { job, time } = first;
  const upTo = exchanges.filter(({ sent }) => (JSON.parse(sent) as { now?: number }).now! <= time);
  return `job ${job} starts at ${toSeconds(start[job]!)} s, in ${whose} at ${expected(job)} s${lastOf(upTo)}`;
}

function lastOf(exchanges: readonly Exchange[]): string {
  const last = exchanges.at(-1);
  return last === undefined ? '' : `; sent ${shortened(last.sent, 400)} and read ${shortened(last.read)}`;
}
