import { nowhere } from '../../engine/centre/rejection.ts';
import { setUp } from '../../engine/centre/setup.ts';
import type { Centre } from '../../model/centre.ts';
import type { JobTable } from '../../model/jobs.ts';
import type { Path, Problem } from '../problem.ts';
import type { JobForm } from './asks-form.ts';
import { type Known, shapeOf } from './table.ts';

/**
 * A job that is written down for a machine that has no room for it, even when it is empty, is a slip. One that a limit
 * keeps out is not: that may be what the scenario is to show, and the run says so.
 */
export function checkRoom(
  centre: Centre,
  { asks }: JobTable,
  listed: readonly { readonly form: JobForm; readonly path: Path }[],
  known: Known,
  problems: Problem[],
): void {
  if (listed.length === 0) return;
  const shapes = listed.map(({ form }) => shapeOf({ ask: form }, known));
  const { suited } = setUp(centre, { ...asks!, shapes }, []);
  for (const [i, { path }] of listed.entries()) {
    const why = nowhere(centre, suited[i]!);
    if (why !== undefined) problems.push({ path, message: `can never run: ${why}` });
  }
}
