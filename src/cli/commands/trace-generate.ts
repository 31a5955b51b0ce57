import { InputError } from '../../model/errors.ts';
import type { SwfTrace } from '../../model/workload.ts';
import type { EstimateModel } from '../../workload/synthetic.ts';
import { type Command, command } from '../command.ts';
import { positiveNumber, wholeNumber } from '../numbers.ts';
import { checkWritable, isSpecial } from '../output-file.ts';
import { EXIT, type Terminal } from '../terminal.ts';
import { heed, interruptible } from './trace-interruption.ts';

const value = { type: 'string', requiresArg: true } as const;

const common = {
  jobs: { ...value, describe: 'how many jobs (required)' },
  procs: { ...value, describe: 'processors of the machine (required)' },
  seed: { ...value, describe: 'names the random streams: the same seed gives the same trace (required)' },
  out: { ...value, describe: 'the SWF file to write, gzip if it ends in .gz (required)' },
  estimates: {
    ...value,
    describe: 'what users ask for: exact (default), or a factor f for up to 1 + f times the run time',
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
  options: { ...common, load: { ...value, describe: "offered load, such as 0.9; the model's own unless given" } },
  examples: [['$0 trace generate lublin --jobs 10000 --procs 256 --load 0.9 --seed 1 --out lublin.swf.gz', '']],
  run: async (given, _positional, terminal) => {
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
    load: { ...value, describe: 'expected load, such as 0.9 (required)' },
    'mean-run': { ...value, describe: 'mean run time in seconds, 3600 unless given' },
    size: { ...value, describe: 'processors of each job: N, or LEAST-MOST for a uniform draw; 1 unless given' },
  },
  examples: [['$0 trace generate poisson --jobs 10000 --procs 8 --load 0.7 --seed 1 --out mmc.swf', '']],
  run: async (given, _positional, terminal) => {
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

function save(draw: () => SwfTrace, path: string, terminal: Terminal): Promise<number> {
  return interruptible(terminal, async () => {
    const { signal } = terminal;
    const { writeSwf } = await import('../../workload/swf-write.ts');
    await heed(signal);
    const trace = draw();
    await heed(signal);
    await writeSwf(trace, path, { signal });
    terminal.out(`${path}: ${trace.length} jobs for ${trace.maxProcs} processors\n`);
    return EXIT.done;
  });
}
