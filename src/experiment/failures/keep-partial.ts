import type { RecoveryRules } from '../../failures/coordinator/rules.ts';
import type { Qos } from '../../model/centre.ts';
import type { JobTable } from '../../model/jobs.ts';
import { suggestion } from '../../model/nearest.ts';
import type { KnownEntities } from '../centre/entities.ts';
import type { Path, Problem } from '../problem.ts';
import type { WhoseForm } from './recovery-form.ts';

/** Whose jobs are whose. */
export interface Belonging {
  /** Undefined while they have not been read. */
  readonly jobs: JobTable | undefined;
  readonly entities: KnownEntities;
  readonly qos: readonly Qos[];
}

const AT: Path = ['recovery', 'keep_partial'];

/**
 * Whether the last checkpoint of a job that is given up is of use.
 * @param problems gets what is wrong; what is returned must not be used then, nor while jobs are not known
 */
export function keepsPartialOf(
  given: boolean | WhoseForm,
  { jobs, entities, qos }: Belonging,
  problems: Problem[],
): RecoveryRules['keepsPartial'] {
  if (typeof given === 'boolean') return () => given;
  const accounts = new Set<number>();
  for (const [i, name] of (given.accounts ?? []).entries()) {
    const row = entities.account(name);
    if (row !== undefined) accounts.add(row);
    else if (jobs !== undefined || !entities.mayCome('account', name))
      problems.push({
        path: [...AT, 'accounts', i],
        message: `unknown account '${name}'${suggestion(name, entities.accounts)}`,
      });
  }
  const known = qos.map(({ name }) => name);
  for (const [i, name] of (given.qos ?? []).entries()) {
    if (!known.includes(name))
      problems.push({ path: [...AT, 'qos', i], message: `unknown QOS '${name}'${suggestion(name, known)}` });
  }
  const classes = new Set(given.qos?.map((name) => known.indexOf(name)));
  return (job) => {
    const asks = jobs!.asks!;
    if (classes.has(asks.qos[job]!)) return true;
    for (let row = asks.entity[job]!; row >= 0; row = entities.list[row]!.parent) if (accounts.has(row)) return true;
    return false;
  };
}
