import type { Problem } from '../problem.ts';
import type { ResilienceForms } from './resilience-form.ts';

/** Whether a scenario has the key, whatever is under it. */
type Said = (key: keyof ResilienceForms) => boolean;

/** What is said of failures where nothing fails. */
export const vainProblems = (said: Said): Problem[] =>
  (['detection', 'recovery'] as const)
    .filter((key) => said(key) && !said('failures'))
    .map((key) => ({ path: [key], message: 'has no effect: nothing fails; say failures', atKey: true }));

/** Without a word on recovery jobs would be retried for ever. */
export const unansweredProblems = (said: Said): Problem[] =>
  !said('failures') || said('recovery')
    ? []
    : [
        {
          path: ['failures'],
          message:
            'nothing says what becomes of jobs, and retry without bound is refused: say recovery: { retries: 3 }',
          atKey: true,
        },
      ];

/** Faults of a store to which nothing is written would befall nobody. */
export function storeProblems({ failures, checkpoints }: Pick<ResilienceForms, 'failures' | 'checkpoints'>): Problem[] {
  if (failures?.storage === undefined) return [];
  const found = (message: string): Problem[] => [{ path: ['failures', 'storage'], message, atKey: true }];
  if (checkpoints === undefined)
    return found('has no effect: jobs take no checkpoints; say checkpoints: { interval: 1h, write: 5min }');
  const { levels = { shared: {} } } = checkpoints;
  return levels.shared === undefined
    ? found('has no effect: no checkpoint goes to the store; give checkpoints.levels shared')
    : [];
}
