import { InputError } from '../../model/errors.ts';
import type { EstimateModel } from '../../workload/synthetic.ts';
import { type Command, command } from '../command.ts';
import { QUIET } from '../common-options.ts';
import { drawing, NEW_TRACE, type NewTrace, newTrace, required, saveTrace } from '../new-trace.ts';
import { positiveNumber, wholeNumber } from '../numbers.ts';

const common = {
  jobs: { type: 'string', value: 'N', describe: 'how many jobs (required)' },
  procs: { type: 'string', value: 'P', describe: 'processors of the machine (required)' },
  ...NEW_TRACE,
  estimates: {
    type: 'string',
    value: 'exact|F',
    complete: ['exact'],
    describe: 'what users ask for: exact (default), or a factor F for up to 1 + F times the run time',
  },
} as const;

interface Common extends NewTrace {
  readonly jobs?: string | undefined;
  readonly procs?: string | undefined;
  readonly estimates?: string | undefined;
}

const lublinCommand: Command = command({
  name: 'lublin',
  summary: 'jobs by the Lublin-Feitelson model',
  description: [
    'Sizes, run times and arrivals with a daily cycle, as fitted to production machines by Lublin and Feitelson. The ' +
      'same options give the same bytes.',
  ],
  options: {
    ...common,
    load: { type: 'string', value: 'L', describe: "offered load, such as 0.9; the model's own unless given" },
    ...QUIET,
  },
  examples: [
    [
      'makespan trace generate lublin --jobs 10000 --procs 256 --load 0.9 --seed 1 --out lublin.swf.gz',
      'make a well-loaded machine of 256 processors',
    ],
    [
      'makespan trace generate lublin --jobs 2000 --procs 128 --seed 7 --estimates 3 --out loose.swf',
      'let users ask for up to four times what they need',
    ],
  ],
  see: ['docs/workloads.md'],
  run: async (given, _words, terminal) => {
    const { path, model } = checked(given);
    const load = given.load === undefined ? undefined : positiveNumber('--load', given.load);
    const { lublin } = await import('../../workload/lublin.ts');
    return saveTrace(
      drawing(() => lublin({ ...model, load })),
      path,
      terminal,
    );
  },
});

const poissonCommand: Command = command({
  name: 'poisson',
  summary: 'jobs that arrive at random and run for exponential times',
  options: {
    ...common,
    load: { type: 'string', value: 'L', describe: 'expected load, such as 0.9 (required)' },
    'mean-run': { type: 'string', value: 'SECONDS', describe: 'mean run time in seconds, 3600 unless given' },
    size: {
      type: 'string',
      value: 'N|LEAST-MOST',
      describe: 'processors of each job: N, or LEAST-MOST for a uniform draw; 1 unless given',
    },
    ...QUIET,
  },
  description: ['The M/M/c queue of the textbooks, against which a simulator can be checked.'],
  examples: [
    [
      'makespan trace generate poisson --jobs 10000 --procs 8 --load 0.7 --seed 1 --out mmc.swf',
      'make an M/M/8 queue at 70 % load',
    ],
    [
      'makespan trace generate poisson --jobs 1000 --procs 64 --load 0.8 --size 1-16 --seed 1 --out mixed.swf',
      'make jobs of 1 to 16 processors',
    ],
  ],
  see: ['docs/workloads.md'],
  run: async (given, _words, terminal) => {
    const { path, model } = checked(given);
    const load = positiveNumber('--load', required('--load', given.load));
    const meanRun = given['mean-run'] === undefined ? undefined : positiveNumber('--mean-run', given['mean-run']);
    const size = given.size === undefined ? undefined : sizes(given.size);
    const { poisson } = await import('../../workload/poisson.ts');
    return saveTrace(
      drawing(() => poisson({ ...model, load, meanRun, size })),
      path,
      terminal,
    );
  },
});

/** `makespan trace generate MODEL`, one command per model. */
export const generateCommands: readonly Command[] = [lublinCommand, poissonCommand];

function checked(given: Common): {
  path: string;
  model: { jobs: number; procs: number; seed: string; estimates: EstimateModel | undefined };
} {
  const jobs = wholeNumber('--jobs', required('--jobs', given.jobs));
  const procs = wholeNumber('--procs', required('--procs', given.procs));
  const estimates = given.estimates === undefined ? undefined : estimateModel(given.estimates);
  const { path, seed } = newTrace(given);
  return { path, model: { jobs, procs, seed, estimates } };
}

function estimateModel(text: string): EstimateModel {
  if (text === 'exact') return 'exact';
  const factor = Number(text);
  if (text.trim() === '' || !Number.isFinite(factor) || factor < 0) {
    throw new InputError(`--estimates must be exact or a number of at least 0, found '${text}'`);
  }
  return { factor };
}

function sizes(text: string): number | readonly [number, number] {
  const [least, most, ...more] = text.split('-').map((part) => wholeNumber('--size', part));
  if (more.length > 0) throw new InputError(`--size must be N or LEAST-MOST, found '${text}'`);
  return most === undefined ? least! : [least!, most];
}
