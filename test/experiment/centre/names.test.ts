import { expect, it } from 'vitest';
import { checkDependencies } from '../../../src/experiment/centre/names.ts';
import type { Problem } from '../../../src/experiment/problem.ts';

/** What is wrong where each job waits for the next one, and the last for another. */
function told(length: number, last: string | undefined): string[] {
  const names = Array.from({ length }, (_, i) => `job ${i}`);
  const listed = names.map((name, i) => {
    const after = names[i + 1] ?? last;
    return { form: { name, run: 1, ...(after !== undefined && { after }) }, path: ['jobs', i] };
  });
  const problems: Problem[] = [];
  checkDependencies(listed, problems);
  return problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

it('jobs that wait for each other are followed to the end, however long the chain is', () => {
  expect(told(50_000, undefined)).toEqual([]);
  expect(told(50_000, 'job 50000')).toEqual(["jobs.49999.after: unknown job 'job 50000'; did you mean job 10000?"]);
  expect(told(3, 'job 1')).toEqual(['jobs.0.after: jobs wait for each other: job 1 -> job 2 -> job 1']);
});
