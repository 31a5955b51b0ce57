import { expect, test } from 'vitest';
import { chosenExecutor } from '../../src/cli/executor-options.ts';

test.each([
  [{}, 'threads'],
  [{ executor: 'threads', workers: '3' }, 'threads'],
  [{ executor: 'in-process' }, 'in-process'],
  [{ executor: 'slurm' }, 'slurm'],
  [{ executor: 'slurm', slurm: '--partition=short --comment="two words"' }, 'slurm'],
])('the options %j choose %s', async (options, name) => {
  expect((await chosenExecutor(options)).name).toBe(name);
});

test.each([
  [{ executor: 'thread' }, '--executor thread: there is no such executor; did you mean threads?'],
  [{ workers: '0' }, "--workers must be a whole number of at least 1, found '0'"],
  [{ executor: 'in-process', workers: '2' }, '--workers belongs to --executor threads'],
  [{ slurm: '--time=3' }, '--slurm belongs to --executor slurm'],
  [{ executor: 'slurm', slurm: '--comment="x' }, '--slurm has an open quote: --comment="x'],
  [{ executor: 'slurm', slurm: '--array=1' }, 'the option --array=1 of sbatch is set by makespan itself'],
])('the options %j are refused', async (options, message) => {
  await expect(chosenExecutor(options)).rejects.toThrow(message);
});
