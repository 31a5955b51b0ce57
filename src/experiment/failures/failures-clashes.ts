import type { Problem } from '../problem.ts';
import type { DetectionForm } from './detection-form.ts';
import { failuresDraw } from './draws.ts';
import type { FailuresForm } from './failures-form.ts';

/** What is wrong with failures and their detection together: what is asked for and could have no effect. */
export function failureClashes(
  failures: FailuresForm | undefined,
  detection: DetectionForm | undefined,
  seed: string | number | undefined,
): Problem[] {
  const { nodes, racks, power, machine, bursts, cascade, trace, jobs, storage, crew, until } = failures ?? {};
  const given = (...parts: readonly unknown[]): boolean => parts.some((part) => part !== undefined);
  const mended = given(nodes, racks, power, machine, bursts);
  const outages = mended || given(trace);
  const timed = outages || given(storage, jobs?.deadlock);
  const drawn = failures !== undefined && failuresDraw(failures);
  const found: Problem[] = [];
  const unless = (fine: boolean, path: readonly string[], message: string): void => {
    if (!fine) found.push({ path, message });
  };
  if (failures !== undefined) {
    unless(
      timed || given(jobs),
      ['failures'],
      'says nothing that fails; give nodes, such as { mtbf: 180d, repair: 6h }',
    );
    unless(!drawn || seed !== undefined, ['failures'], 'failures are drawn: say seed: 1');
  }
  unless(
    crew === undefined || mended,
    ['failures', 'crew'],
    'mends nothing: recorded outages and faults of jobs need no repair',
  );
  unless(until === undefined || timed, ['failures', 'until'], 'ends nothing: faults of jobs go by their progress');
  if (cascade !== undefined) {
    unless(given(nodes, bursts), ['failures', 'cascade'], 'spreads failures of nodes or bursts, and neither is given');
    unless(
      given(cascade.repair) || (given(nodes) && (!Array.isArray(nodes) || nodes.length === 1)),
      ['failures', 'cascade', 'repair'],
      'is missing: nodes do not say one that is for all',
    );
  }
  if (detection !== undefined) {
    unless(outages, ['detection'], 'there is nothing to detect: failures says of no node that it fails');
    unless(
      detection.predictor === undefined || given(nodes, trace) || !outages,
      ['detection', 'predictor'],
      'announces what nodes have of themselves, and failures.nodes is not given',
    );
    unless(
      detection.signal === undefined || !given(nodes) || !given(trace),
      ['detection', 'signal'],
      'degrades before one failure at a time: give failures.nodes or failures.trace, not both',
    );
    const draws = {
      heartbeat: 'the phases of nodes are',
      predictor: 'its alarms are',
      signal: 'its noise is',
    } as const;
    for (const [key, what] of Object.entries(draws))
      unless(
        detection[key as keyof typeof draws] === undefined || seed !== undefined || drawn,
        ['detection', key],
        `${what} drawn: say seed: 1`,
      );
  }
  return found;
}
