import type { Executor } from '../executors/task.ts';
import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import { splitWords } from '../own/command-spec.ts';
import type { Option, Values } from './command.ts';
import { wholeNumber } from './numbers.ts';

type Text = Option & { readonly type: 'string' };

const NAMES = ['threads', 'in-process', 'slurm'] as const satisfies readonly Executor['name'][];

/** Where the runs of a study are done. */
export const EXECUTOR_OPTIONS: { readonly executor: Text; readonly workers: Text; readonly slurm: Text } = {
  executor: {
    type: 'string',
    value: 'NAME',
    complete: NAMES,
    describe: 'where runs are done: threads (of this machine; the default), in-process (one by one), or slurm',
  },
  workers: {
    type: 'string',
    value: 'N',
    describe: 'how many threads; as many as the machine runs at once unless given',
  },
  slurm: {
    type: 'string',
    dashed: true,
    value: '"OPTION ..."',
    describe: 'options of sbatch, such as "--partition=short --time=30"',
  },
};

/**
 * The executor that the options name. What only some need is loaded here.
 * @throws InputError for an unknown name and for an option that belongs to another executor
 */
export async function chosenExecutor(options: Values<typeof EXECUTOR_OPTIONS>): Promise<Executor> {
  const { executor: name = 'threads', workers, slurm: words } = options;
  if (!NAMES.some((known) => known === name)) {
    throw new InputError(`--executor ${name}: there is no such executor${suggestion(name, NAMES)}`);
  }
  if (workers !== undefined && name !== 'threads') throw new InputError('--workers belongs to --executor threads');
  if (words !== undefined && name !== 'slurm') throw new InputError('--slurm belongs to --executor slurm');
  if (name === 'in-process') return (await import('../executors/in-process.ts')).inProcess;
  if (name === 'slurm') {
    const { slurm } = await import('../executors/slurm/slurm.ts');
    const node = process.env['MAKESPAN_NODE'];
    return slurm({ sbatch: splitWords('--slurm', words ?? ''), ...(node && { node }) });
  }
  const { threads } = await import('../executors/threads/threads.ts');
  return threads(workers === undefined ? undefined : wholeNumber('--workers', workers));
}
