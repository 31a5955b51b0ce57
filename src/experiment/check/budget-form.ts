import * as z from 'zod';
import { problemsIn } from '../claims/problems-in.ts';
import type { Problem } from '../problem.ts';
import { type Budget, type BudgetScope, parseBudget } from './budget.ts';

/** The key `budgets` of a scenario. */
export const budgetsForm: z.ZodType<readonly string[]> = z
  .array(z.string({ error: 'must be a text, such as mean_wait may rise 2%' }).min(1))
  .min(1)
  .describe(
    'By how much figures may move before makespan check fails, such as mean_wait may rise 2%; docs/how-to-ci.md has the form.',
  );

/** The budgets of a scenario, and all that is wrong in them, each with its place in the text. */
export function readBudgets(
  texts: readonly string[],
  scope: BudgetScope,
): { readonly budgets: readonly Budget[]; readonly problems: readonly Problem[] } {
  const budgets: Budget[] = [];
  const problems: Problem[] = [];
  for (const [index, text] of texts.entries()) {
    const path = ['budgets', index];
    const wrong = problemsIn(path, () => {
      const budget = parseBudget(text, scope);
      const twice = budgets.find((other) => isTwice(budget, other));
      if (twice !== undefined) problems.push({ path, message: `says again what '${twice.text}' says` });
      budgets.push(budget);
    });
    problems.push(...wrong);
  }
  return { budgets, problems };
}

const isTwice = (a: Budget, b: Budget): boolean => a.metric === b.metric && a.policy === b.policy && a.way === b.way;
