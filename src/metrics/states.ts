import type { CentreRun } from '../model/centre-run.ts';
import { CORES } from '../model/resources.ts';
import { rowOrder } from '../model/row-order.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Duration, Time } from '../model/time.ts';
import { heldByStretch } from './held.ts';
import { onlineTimes } from './online.ts';
import { thoseThatRan } from './ran.ts';
import { span } from './timeline.ts';

/** How a machine stands from one moment on until the next. */
export interface State {
  readonly time: Time;
  /** Jobs that have been submitted and have not started for the first time. */
  readonly waiting: number;
  /** Processors (cores, on a machine of nodes) that those ask for. */
  readonly asked: number;
  /** Jobs that run. */
  readonly running: number;
  /** Processors (cores) that those hold. */
  readonly used: number;
  /** Processors (cores) that there are; on a machine of nodes those online. */
  readonly online: number;
}

type Standing = { -readonly [K in keyof State]: State[K] };

/** Changes of one kind in order of time. */
interface Changes {
  readonly length: number;
  time(place: number): Time;
  apply(place: number): void;
}

/**
 * How the machine stood after each moment at which anything happened, from the first submission to the last end: exact,
 * not sampled. Of jobs that have both a start and an end, as all metrics; a job that is suspended or queued again does
 * not count as waiting, just as in the queue length of the report.
 */
export function* states(whole: FinishedRun): Generator<State> {
  const run = thoseThatRan(whole);
  const standing: Standing = { time: 0, waiting: 0, asked: 0, running: 0, used: 0, online: run.procs };
  const kinds = changesOf(whole, run, standing);
  const places = kinds.map(() => 0);
  const next = (): Time =>
    kinds.reduce(
      (time, kind, k) => (places[k]! < kind.length ? Math.min(time, kind.time(places[k]!)) : time),
      Number.POSITIVE_INFINITY,
    );
  for (let time = next(); time < Number.POSITIVE_INFINITY; time = next()) {
    for (const [k, kind] of kinds.entries()) {
      for (; places[k]! < kind.length && kind.time(places[k]!) === time; places[k]!++) kind.apply(places[k]!);
    }
    standing.time = time;
    yield { ...standing };
  }
}

/**
 * The same looked at in equal steps from the first submission to the last end: how it stood after all that happened
 * until then.
 */
export function* statesEvery(run: FinishedRun, step: Duration): Generator<State> {
  let [last, time]: [State | undefined, Time] = [undefined, 0];
  for (const state of states(run)) {
    if (last === undefined) time = state.time;
    else for (; time < state.time; time += step) yield { ...last, time };
    last = state;
  }
  if (last?.time === time) yield last;
}

function changesOf(whole: FinishedRun, run: FinishedRun, standing: Standing): Changes[] {
  const { jobs, start, end, centre } = run;
  const size = centre === undefined ? jobs.procs : centre.cores;
  const started = ordered(start, (job) => {
    standing.waiting -= 1;
    standing.asked -= size[job]!;
  });
  const submitted = inTurn(jobs.submit, (job) => {
    standing.waiting += 1;
    standing.asked += size[job]!;
  });
  const hold = (amount: number, jobsMore: number): void => {
    standing.running += jobsMore;
    standing.used += amount;
  };
  if (centre === undefined) {
    const begun = ordered(start, (job) => hold(size[job]!, 1));
    return [submitted, started, begun, ordered(end, (job) => hold(-size[job]!, -1))];
  }
  return [submitted, started, ...stretchChanges(run, centre, hold), ...onlineChanges(whole, centre, standing)];
}

/** A job may run in several stretches, and hold other nodes in each. */
function stretchChanges(run: FinishedRun, centre: CentreRun, hold: (amount: number, jobs: number) => void): Changes[] {
  const { stretches } = centre;
  const cores = heldByStretch(run, CORES);
  return [
    ordered(
      Float64Array.from(stretches, (one) => one.start),
      (at) => hold(cores[at]!, 1),
    ),
    ordered(
      Float64Array.from(stretches, (one) => one.end),
      (at) => hold(-cores[at]!, -1),
    ),
  ];
}

function onlineChanges(whole: FinishedRun, centre: CentreRun, standing: Standing): Changes[] {
  const { from, to } = span(thoseThatRan(whole));
  const times: Time[] = [];
  const amounts: number[] = [];
  const change = (at: Time, amount: number): void => {
    times.push(at);
    amounts.push(amount);
  };
  standing.online = 0;
  onlineTimes(centre, CORES, from, to, (begin, end, amount) => {
    if (begin === from) standing.online += amount;
    else change(begin, amount);
    if (end < to) change(end, -amount);
  });
  const apply = (at: number): void => {
    standing.online += amounts[at]!;
  };
  return [ordered(Float64Array.from(times), apply)];
}

/** Changes at times that never decrease. */
const inTurn = (times: Float64Array, apply: (place: number) => void): Changes => ({
  length: times.length,
  time: (place) => times[place]!,
  apply,
});

/** Changes at times in any order. */
function ordered(times: Float64Array, apply: (place: number) => void): Changes {
  const order = rowOrder(times);
  return {
    length: times.length,
    time: (place) => times[order[place]!]!,
    apply: (place) => apply(order[place]!),
  };
}
