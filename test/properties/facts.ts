import { type Simulation, simulate } from '../../src/engine/simulation.ts';
import type { JobFact, Observer } from '../../src/model/facts.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { toSeconds } from '../../src/model/time.ts';
import { createScheduler } from '../../src/registry.ts';
import type { Setting } from './variants.ts';
import { jobTable, type RawWorkload } from './workloads.ts';

/** Remembers every fact of a run. */
export function recorder(): Observer & { readonly facts: JobFact[] } {
  const facts: JobFact[] = [];
  // Decisions are told only to those who ask for reasons.
  return { name: 'recorder', facts, on: (fact) => void facts.push(fact as JobFact) };
}

/** One run of a policy, named as in a scenario. */
export function run(
  spec: string,
  { procs, jobs }: RawWorkload,
  setting: Setting,
  observers: readonly Observer[] = [],
): FinishedRun {
  const { simultaneity } = setting;
  return simulate(jobTable(jobs, setting), procs, createScheduler(spec), { simultaneity, observers });
}

/** The facts of one run in order. */
export function factsOf(spec: string, workload: RawWorkload, setting: Setting): JobFact[] {
  const watcher = recorder();
  run(spec, workload, setting, [watcher]);
  return watcher.facts;
}

const text = (fact: JobFact | undefined): string => {
  if (fact === undefined) return 'nothing more';
  const more = { submit: '', start: '', end: '', reserve: '', replan: '' };
  if (fact.kind === 'reserve') more.reserve = ` for ${toSeconds(fact.at)} s`;
  if (fact.kind === 'end' && fact.killed) more.end = ', killed';
  return `${fact.kind} of row ${fact.job} at ${toSeconds(fact.time)} s${more[fact.kind]}`;
};

/** Where two runs part: the first fact that differs, in words; undefined if they are the same throughout. */
export function firstDifference(a: readonly JobFact[], b: readonly JobFact[]): string | undefined {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const [one, other] = [text(a[i]), text(b[i])];
    if (one !== other) return `fact ${i}: ${one} | ${other}`;
  }
  return undefined;
}

/** Lets a run be advanced in steps of any size instead of in one go. */
export function advanceBy(simulation: Simulation, decisions: number): FinishedRun {
  while (simulation.advance(decisions)) {}
  return simulation.finish();
}
