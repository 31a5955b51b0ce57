import { InputError } from '../../model/errors.ts';
import type { SwfTrace } from '../../model/workload.ts';
import type { EstimateModel } from '../../workload/synthetic.ts';
import { type Command, command } from '../command.ts';
import { QUIET, TRACE_FILES } from '../common-options.ts';
import { heed } from '../heed.ts';
import { counted, positiveNumber, wholeNumber } from '../numbers.ts';
import { checkWritable, isSpecial } from '../output-file.ts';
import { watched } from '../progress.ts';
import { EXIT, type Terminal } from '../terminal.ts';

const common = {
  jobs: { type: 'string', value: 'N', describe: 'how many jobs (required)' },
  procs: { type: 'string', value: 'P', describe: 'processors of the machine (required)' },
  seed: {
    type: 'string',
    value: 'SEED',
    describe: 'names the random streams: the same seed gives the same trace (required)',
  },
  out: {
    type: 'string',
    value: 'FILE',
    complete: TRACE_FILES,
    describe: 'the SWF file to write, gzip if it ends in .gz (required)',
  },
  estimates: {
    type: 'string',
    value: 'exact|F',
    complete: ['exact'],
    describe: 'what users ask for: exact (default), or a factor F for up to 1 + F times the run time',
  },
} as const;

interface Common {
  readonly jobs?: string | undefined;
  readonly procs?: string | undefined;
  readonly seed?: string | undefined;
  readonly out?: string | undefined;
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
    return save(() => lublin({ ...model, load }), path, terminal);
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
    return save(() => poisson({ ...model, load, meanRun, size }), path, terminal);
  },
});

/** `makespan trace generate MODEL`, one command per model. */
export const generateCommands: readonly Command[] = [lublinCommand, poissonCommand];

function checked(given: Common): {
  path: string;
  model: { jobs: number; procs: number; seed: string; estimates: EstimateModel | undefined };
} {
  const model = {
    jobs: wholeNumber('--jobs', required('--jobs', given.jobs)),
    procs: wholeNumber('--procs', required('--procs', given.procs)),
    seed: required('--seed', given.seed),
    estimates: given.estimates === undefined ? undefined : estimateModel(given.estimates),
  };
  const path = required('--out', given.out);
  checkWritable(path, '--out');
  // The trace is moved into place when complete, which would replace a device or a pipe instead of filling it.
  if (isSpecial(path)) throw new InputError(`--out ${path}: must be a regular file`);
  return { path, model };
}

function required(option: string, given: string | undefined): string {
  if (given === undefined) throw new InputError(`${option} is required`);
  return given;
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

async function save(draw: () => SwfTrace, path: string, terminal: Terminal): Promise<number> {
  const { signal } = terminal;
  const { writeSwf } = await import('../../workload/swf-write.ts');
  await heed(signal);
  const trace = await watched(terminal, async (progress) => {
    progress.step('drawing the jobs');
    const drawn = draw();
    await heed(signal);
    progress.step(`writing ${path}`);
    await writeSwf(drawn, path, { signal });
    return drawn;
  });
  if (!terminal.quiet)
    terminal.out(`${path}: ${counted(trace.length, 'job')} for ${counted(trace.maxProcs!, 'processor')}\n`);
  return EXIT.done;
}
