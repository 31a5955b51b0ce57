import { asksForFairness, asksForFaults, asksForNodes } from '../metrics/registry.ts';
import type { CentreForm } from './centre/centre-form.ts';
import type { KnownCentre } from './claims/form.ts';
import type { RunOptions } from './experiment.ts';
import { hasFaults, NEEDS_FAULTS } from './failures/needs-faults.ts';
import { loadedCoordinator } from './failures/own-coordinator.ts';
import type { Problem } from './problem.ts';
import type { ScenarioForm } from './schema.ts';

/** What a machine of nodes is made of, and what is refused beside it. */
export const MACHINE_KEYS = [
  'workload',
  'cluster',
  'accounts',
  'qos',
  'asks',
  'at',
  'failures',
  'detection',
  'checkpoints',
  'recovery',
  'metrics',
  'options',
  'seed',
] as const;
type MachineForm = Pick<ScenarioForm, (typeof MACHINE_KEYS)[number]>;

/** What a scenario says about a machine of nodes; undefined where processors are counted. */
export function centreOf(form: MachineForm): CentreForm | undefined {
  const { cluster, accounts, qos, asks, at, workload, failures, detection, checkpoints, recovery } = form;
  if (cluster?.groups === undefined) return undefined;
  return {
    cluster,
    ...(accounts !== undefined && { accounts }),
    ...(qos !== undefined && { qos }),
    ...(asks !== undefined && { asks }),
    ...(at !== undefined && { at }),
    ...(failures !== undefined && { failures }),
    ...(detection !== undefined && { detection }),
    ...(checkpoints !== undefined && { checkpoints }),
    ...(recovery !== undefined && { recovery }),
    ...(workload.jobs !== undefined && { jobs: workload.jobs }),
  };
}

/** The machine of nodes as far as the scenario tells, and what is wrong with it. */
export interface Built extends KnownCentre {
  readonly problems: readonly Problem[];
}

export async function build(
  centre: CentreForm,
  { seed }: MachineForm,
  { overrun }: RunOptions,
  folder: string,
): Promise<Built> {
  // Most scenarios have no nodes, and should not wait for what builds them.
  const { buildCentre } = await import('./centre/build.ts');
  const { mayCome } = await import('./centre/to-come.ts');
  const coordinator = await loadedCoordinator(centre.recovery, folder);
  const problems: Problem[] = [];
  return {
    centre: buildCentre(centre, { overrun, seed, folder, coordinator }, problems).centre,
    mayCome: (grouping, name) => mayCome(centre, grouping, name),
    faults: hasFaults(centre),
    problems,
  };
}

export function machineProblems(form: MachineForm, built: Built | undefined, options: RunOptions): readonly Problem[] {
  if (built === undefined) return nodesProblems(form);
  const problems = [...built.problems];
  if (options.pass !== 'instant' || options.order !== 'completions-first')
    problems.push({
      path: ['options'],
      message: 'a machine of nodes knows pass: instant and order: completions-first only',
    });
  if (!hasFaults(form))
    for (const name of asksForFaults(form.metrics))
      problems.push({ path: ['metrics', form.metrics!.indexOf(name)], message: `${name} ${NEEDS_FAULTS}` });
  if (asksForFairness(form.metrics))
    problems.push({ path: ['metrics'], message: 'fair start times are not judged on a machine of nodes' });
  return problems;
}

const NEED_NODES = ['accounts', 'qos', 'asks', 'at', 'failures', 'detection', 'checkpoints', 'recovery'] as const;

/** What is of no use where processors are counted. */
function nodesProblems(form: MachineForm): readonly Problem[] {
  const needs = 'needs a machine of nodes: cluster.groups; see docs/machines.md';
  const keys = NEED_NODES.filter((key) => form[key] !== undefined);
  const problems: Problem[] = keys.map((key) => ({ path: [key], message: needs, atKey: true }));
  if (form.workload.jobs !== undefined) problems.push({ path: ['workload', 'jobs'], message: needs, atKey: true });
  for (const name of asksForNodes(form.metrics)) problems.push({ path: ['metrics'], message: `${name} ${needs}` });
  return problems;
}
