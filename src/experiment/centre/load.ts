import type { Workload } from '../../model/workload.ts';
import type { CentreSource, Experiment } from '../experiment.ts';
import { loadedCoordinator } from '../failures/own-coordinator.ts';
import { uncheckpointedNote } from '../failures/uncheckpointed-note.ts';
import type { Problem } from '../problem.ts';
import { buildCentre } from './build.ts';

/** As many processors as no job of a trace can exceed: whether there is room for it is seen on the nodes. */
const ANY_NUMBER = 0x7fff_ffff;

/**
 * The workload on a machine of nodes.
 * @param reading the jobs of a trace or a model; absent where they are listed in the scenario
 * @throws ScenarioError for what only the workload shows to be wrong, such as a job that it does not have
 */
export async function withCentre(
  { form, folder, error }: CentreSource,
  { options, seed, name }: Pick<Experiment, 'options' | 'seed' | 'name'>,
  reading: ((procs: number) => Promise<Workload>) | undefined,
): Promise<Workload> {
  const workload = await reading?.(ANY_NUMBER);
  const problems: Problem[] = [];
  const coordinator = await loadedCoordinator(form.recovery, folder);
  const given = { jobs: workload?.jobs, overrun: options.overrun, seed, folder, coordinator };
  const { centre, jobs, resilience } = buildCentre(form, given, problems);
  if (problems.length > 0) throw error(problems);
  const procs = centre.machine.nodes.reduce((sum, { group }) => sum + centre.machine.groups[group]!.each[0]!, 0);
  const read = workload ?? { name, malformed: 0, skipped: 0, ledger: [] };
  const ledger = [...read.ledger, ...uncheckpointedNote(resilience?.checkpoints, jobs, centre.machine)];
  return { ...read, ledger, jobs, procs, centre, ...(resilience && { resilience }) };
}
