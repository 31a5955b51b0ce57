import type { CentreForm } from './centre-form.ts';
import { DEFAULT_ACCOUNT, isNumber, UNKNOWN_USER } from './entities.ts';

/**
 * Whether the jobs of a trace or a model, which have not been read yet, may bring along an account or a user of this
 * name: one that a rule gives them, or the number that the trace has.
 */
export function mayCome({ asks = [], accounts, jobs }: CentreForm, grouping: string, name: string): boolean {
  if (jobs !== undefined) return false;
  if (grouping === 'account') {
    const group = accounts === 'groups' && name.startsWith('group-') && isNumber(name.slice('group-'.length));
    return group || name === DEFAULT_ACCOUNT || asks.some(({ account }) => account === name);
  }
  if (grouping !== 'user') return false;
  return isNumber(name) || name === UNKNOWN_USER || asks.some(({ user }) => String(user) === name);
}
