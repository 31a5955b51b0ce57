import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact, JobFact } from '../../src/model/facts.ts';
import type { JobId } from '../../src/model/jobs.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import type { Scheduler } from '../../src/model/scheduler.ts';
import { PLAN_TICK } from '../../src/model/time.ts';
import { decisionRecorder } from '../../src/observers/decisions.ts';
import { explain, type JobLife, type Wait } from '../../src/observers/explain.ts';
import { createScheduler, POLICIES } from '../../src/registry.ts';
import { run } from './facts.ts';
import { type Setting, SPECS, settingsOf } from './variants.ts';
import { anyWorkload, check, type RawWorkload } from './workloads.ts';

/** A finished run and all that was said while it went on, for arithmetic that shares nothing with the explanation. */
interface Told {
  readonly spec: string;
  readonly run: FinishedRun;
  readonly facts: readonly Fact[];
  readonly setting: Setting;
  /** The last decision of each instant that had any: its place among the facts, by time. */
  readonly decisions: ReadonlyMap<number, number>;
}

function explained(spec: string, workload: RawWorkload, setting: Setting): { told: Told; lives: JobLife[] } {
  const recorder = decisionRecorder(workload.jobs);
  const facts: Fact[] = [];
  const witness = { name: 'witness', reasons: true, on: (fact: Fact) => void facts.push(fact) } as const;
  const finished = run(spec, workload, setting, [recorder, witness]);
  const decisions = new Map(facts.flatMap(({ kind, time }, i) => (kind === 'decision' ? [[time, i]] : [])));
  const perEvent = setting.simultaneity.pass === 'event';
  const lives = workload.jobs.map((_, row) => explain(recorder.record, finished, row as JobId, perEvent));
  return { told: { spec, run: finished, facts, setting, decisions }, lives };
}

/** The instants of a stretch at which a decision left the job waiting. */
const instantsOf = ({ decisions }: Told, { from, to }: Wait): number[] =>
  [...decisions.keys()].filter((time) => from <= time && time < to);

/** Works out what is so at an instant of a run once for all jobs that wait then. */
function once<T>(of: (told: Told, now: number) => T): typeof of {
  const known = new WeakMap<Told, Map<number, T>>();
  return (told, now) => {
    const at = known.get(told) ?? new Map<number, T>();
    known.set(told, at);
    if (!at.has(now)) at.set(now, of(told, now));
    return at.get(now)!;
  };
}

/** Processors that are free at an instant after everything that starts or ends at it, from the schedule alone. */
const freeAt = once(({ run: { jobs, procs, start, end } }, now) => {
  let free = procs;
  for (let row = 0; row < jobs.length; row += 1) if (start[row]! <= now && now < end[row]!) free -= jobs.procs[row]!;
  return free;
});

/** When each started job is planned to end, as the engine has said by the decision at `now`. */
const plannedEnds = once(({ facts, decisions }, now) => {
  const ends = new Map<number, number>();
  for (const fact of facts.slice(0, decisions.get(now)!)) {
    if (fact.kind === 'start') ends.set(fact.job, fact.reason!.until);
    if (fact.kind === 'replan') ends.set(fact.job, fact.until);
  }
  return ends;
});

/** What is held at the end of the decision at `now`: by the last fact of each job that waits, unless it was for once. */
const heldAt = once(({ facts, decisions, run: { start } }, now) => {
  const held = new Map<number, { at: number; until: number }>();
  const last = decisions.get(now)!;
  const decided = facts.findLastIndex((fact, i) => i < last && fact.kind === 'decision');
  const seen = facts.slice(0, last) as JobFact[];
  for (const [i, fact] of seen.entries()) {
    if (fact.kind !== 'reserve' || start[fact.job]! <= now) continue;
    if (fact.kept || i > decided) held.set(fact.job, fact);
  }
  return held;
});

/** Processors left at a later moment beside all that runs as planned or is held, but for one job's reservation. */
function leftAt(told: Told, now: number, moment: number, but: number): number {
  const { jobs, procs, start, end } = told.run;
  const ends = plannedEnds(told, now);
  let left = procs;
  for (let row = 0; row < jobs.length; row += 1) {
    if (start[row]! > now || end[row]! <= now) continue;
    const planned = ends.get(row)!;
    const late = told.setting.simultaneity.pass === 'event' ? planned < now : planned <= now;
    if (moment < (late ? now + PLAN_TICK : planned)) left -= jobs.procs[row]!;
  }
  for (const [row, { at, until }] of heldAt(told, now)) {
    if (row !== but && at <= moment && moment < until) left -= jobs.procs[row]!;
  }
  return left;
}

/** Whether the order of the queue can be told from outside: predictions of less than a second look like one second. */
const isKnown = ({ predicts, order }: Scheduler): boolean => predicts === undefined || order === undefined;

/** Who waits after the decision at `now`, in the policy's own order. */
const queueAt = once(({ spec, run: { jobs, start } }, now) => {
  const { order } = createScheduler(spec);
  const score = (row: number): number => order?.score(row as JobId, jobs, now) ?? row;
  const rows = Array.from({ length: jobs.length }, (_, row) => row);
  return rows
    .filter((row) => jobs.submit[row]! <= now && now < start[row]!)
    .sort((a, b) => score(a) - score(b) || a - b);
});

/** Orders pass nobody unless they are given a depth. */
const isStrict = (spec: string): boolean => {
  const entry = POLICIES.find(({ name }) => name === spec.split('(')[0])!;
  const depth = entry.options.find(({ name }) => name === 'depth')?.default;
  return depth === 'none' && !spec.includes('depth=');
};

/** Whether what the stretch says was true after each of its decisions. */
function verify(told: Told, { job, planned }: JobLife, wait: Wait): void {
  const { spec } = told;
  const { jobs } = told.run;
  const width = jobs.procs[job]!;
  const instants = instantsOf(told, wait);
  const known = isKnown(createScheduler(spec));
  expect(instants.length).toBe(wait.decisions);
  for (const now of instants) {
    const free = freeAt(told, now);
    if (now === wait.from) expect(wait.first.free).toBe(free);
    if (now === instants.at(-1)) expect(wait.last.free).toBe(free);
    const [first] = queueAt(told, now);
    const held = heldAt(told, now);
    const moments = [now, ...[...held.values()].map(({ at }) => at)].filter((at) => now <= at && at < now + planned);
    switch (wait.rule) {
      case 'head':
        expect(width).toBeGreaterThan(free);
        if (known) expect(first).toBe(job);
        break;
      case 'no-room':
        expect(width).toBeGreaterThan(free);
        if (known) expect(first).not.toBe(job);
        expect(isStrict(spec)).toBe(false);
        break;
      case 'in-order':
        expect(isStrict(spec)).toBe(true);
        if (known) expect(first).toBe(wait.by);
        expect(jobs.procs[wait.by]!).toBeGreaterThan(free);
        break;
      case 'would-delay': {
        const { at, left } = now === wait.from ? wait.first.obstacle! : { at: held.get(wait.by)!.at, left: Number.NaN };
        expect(width).toBeLessThanOrEqual(free);
        expect(Math.max(held.get(wait.by)!.at, now)).toBe(Math.max(at, now));
        expect(now + planned).toBeGreaterThan(at);
        expect(leftAt(told, now, Math.max(at, now), job)).toBeLessThan(width);
        if (!Number.isNaN(left)) expect(leftAt(told, now, at, job)).toBe(left);
        break;
      }
      case 'own-place':
        expect(held.get(job)!.at).toBeGreaterThan(now);
        for (const moment of moments) expect(leftAt(told, now, moment, job)).toBeGreaterThanOrEqual(width);
        break;
      default:
        expect.fail(`${spec} left a job that could have started`);
    }
  }
}

/** Whether every start's reason was true at that moment, from the facts before it alone. */
function verifyStarts(told: Told): number {
  const { facts, spec } = told;
  const { jobs, procs } = told.run;
  const scheduler = createScheduler(spec);
  const { order } = scheduler;
  const known = isKnown(scheduler);
  const [waiting, running] = [new Set<number>(), new Set<number>()];
  const [kept, once] = [new Map<number, number>(), new Map<number, number>()];
  const seen = {
    submit: ({ job }: JobFact) => void waiting.add(job),
    end: ({ job }: JobFact) => void running.delete(job),
    replan: () => {},
    reserve: (fact: JobFact) => fact.kind === 'reserve' && (fact.kept ? kept : once).set(fact.job, fact.at),
    start: (fact: JobFact) => {
      if (fact.kind !== 'start') return;
      const { job, time, reason } = fact;
      const { rule, free, until, head, shadow, spare } = reason!;
      const others = [...kept.keys()].filter((row) => row !== job).length;
      expect(free).toBe([...running].reduce((left, row) => left - jobs.procs[row]!, procs));
      expect(jobs.procs[job]!).toBeLessThanOrEqual(free);
      const score = (row: number): number => order?.score(row as JobId, jobs, time) ?? row;
      const [first] = [...waiting].sort((a, b) => score(a) - score(b) || a - b);
      if (rule === 'in-turn' || rule === 'passing') expect([others, once.size]).toEqual([0, 0]);
      if (known && rule === 'in-turn') expect(first).toBe(job);
      if (known && rule === 'passing') expect(first).not.toBe(job);
      if (rule === 'before-shadow' || rule === 'in-spare') expect([...once]).toEqual([[head, shadow]]);
      if (rule === 'before-shadow') expect(until).toBeLessThanOrEqual(shadow);
      if (rule === 'in-spare') expect(until).toBeGreaterThan(shadow);
      if (rule === 'in-spare') expect(jobs.procs[job]!).toBeLessThanOrEqual(spare);
      if (rule === 'in-hole') expect(once.size > 1 || others > 0).toBe(true);
      if (rule === 'reservation-due') expect(kept.get(job)!).toBeLessThanOrEqual(time);
      waiting.delete(job);
      kept.delete(job);
      running.add(job);
    },
  };
  for (const fact of facts) {
    if (fact.kind === 'decision') once.clear();
    else seen[fact.kind](fact);
  }
  return jobs.length;
}

describe.each(SPECS)('%s', (spec) => {
  it('explains starts, and waits without a gap or an overlap, by reasons that are true at every decision', () => {
    let [waits, instants, starts] = [0, 0, 0];
    check(
      fc.property(anyWorkload, (workload) => {
        for (const setting of settingsOf(spec)) {
          const { told, lives } = explained(spec, workload, setting);
          starts += verifyStarts(told);
          for (const life of lives) {
            const { job, submit, start, waits: stretches } = life;
            expect([submit, start]).toEqual([told.run.jobs.submit[job], told.run.start[job]]);
            let reached = submit;
            for (const wait of stretches) {
              expect(wait.from, `${setting.name}, row ${job}`).toBe(reached);
              expect(wait.to).toBeGreaterThan(wait.from);
              reached = wait.to;
              verify(told, life, wait);
              waits += 1;
              instants += wait.decisions;
            }
            expect(reached).toBe(start);
          }
        }
      }),
      8,
    );
    expect(waits).toBeGreaterThan(100);
    expect(instants).toBeGreaterThan(waits);
    expect(starts).toBeGreaterThan(300);
  });
});
