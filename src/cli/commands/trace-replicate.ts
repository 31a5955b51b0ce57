import { basename } from 'node:path';
import { InputError } from '../../model/errors.ts';
import type { ReplicationModel } from '../../workload/replicate.ts';
import { type Command, command } from '../command.ts';
import { QUIET, TRACE_FILES } from '../common-options.ts';
import { NEW_TRACE, type NewTrace, newTrace, saveTrace } from '../new-trace.ts';
import { positiveNumber, wholeNumber } from '../numbers.ts';
import { type Progress, reading } from '../progress.ts';
import type { Terminal } from '../terminal.ts';

const FILE = { name: 'FILE', describe: 'an SWF trace, plain or gzip', required: true, complete: TRACE_FILES } as const;

/** `makespan trace shake FILE`: a copy in which every submit time is moved a little. */
export const shakeCommand: Command = command({
  name: 'shake',
  summary: 'write a copy of a trace in which every job is moved a little',
  description: [
    'What holds in most of several shaken copies is an effect; what comes and goes is an accident of the one trace. ' +
      'The same options give the same bytes.',
  ],
  positionals: [FILE],
  options: {
    ...NEW_TRACE,
    seconds: {
      type: 'string',
      value: 'N',
      describe: 'by how many seconds a submit time moves at most, either way; 60 unless given, 0 for not at all',
    },
    runs: {
      type: 'string',
      value: 'SHARE',
      describe: 'by what share a run time changes at most, either way, such as 0.05; run times stay unless given',
    },
    ...QUIET,
  },
  examples: [
    [
      'makespan trace shake traces/SDSC-SP2-1998-4.2-cln.swf.gz --seed 1 --out shaken.swf.gz',
      'move every job by up to a minute',
    ],
    [
      'makespan trace shake week.swf.gz --seed 1 --seconds 10 --runs 0.02 --out shaken.swf',
      'move jobs by up to 10 seconds, and change run times by up to 2 %',
    ],
  ],
  see: ['docs/workloads.md'],
  run: async (given, words, terminal) => {
    const seconds = given.seconds === undefined ? undefined : secondsOf(given.seconds);
    const runs = given.runs === undefined ? undefined : shareOf(given.runs);
    return saveReplication({ by: 'shake', seconds, runs }, words[0]!, given, terminal);
  },
});

/** `makespan trace resample FILE`: a trace of users drawn from another's. */
export const resampleCommand: Command = command({
  name: 'resample',
  summary: 'write a trace of users drawn from those of another',
  description: [
    'Users are drawn with replacement and moved by whole weeks, so that what each does, and the days and weeks of all, ' +
      'stay as they are, but who meets whom does not. The same options give the same bytes.',
  ],
  positionals: [FILE],
  options: {
    ...NEW_TRACE,
    weeks: { type: 'string', value: 'N', describe: "how many weeks the new trace takes; the trace's own unless given" },
    load: {
      type: 'string',
      value: 'F',
      describe: 'factor on the number of users, such as 1.1 for a tenth more load; 1 unless given',
    },
    'long-term': {
      type: 'string',
      value: 'WEEKS',
      describe: 'from so many weeks between first and last job on, a user is a long-term one; 12 unless given',
    },
    ...QUIET,
  },
  examples: [
    [
      'makespan trace resample traces/SDSC-SP2-1998-4.2-cln.swf.gz --seed 1 --out resampled.swf.gz',
      'draw two other years of the same machine',
    ],
    [
      'makespan trace resample traces/SDSC-SP2-1998-4.2-cln.swf.gz --seed 1 --weeks 10 --load 1.1 --out busy.swf',
      'draw ten weeks with a tenth more users',
    ],
  ],
  see: ['docs/workloads.md'],
  run: async (given, words, terminal) => {
    const weeks = given.weeks === undefined ? undefined : wholeNumber('--weeks', given.weeks);
    const load = given.load === undefined ? undefined : positiveNumber('--load', given.load);
    const said = given['long-term'];
    const longTerm = said === undefined ? undefined : positiveNumber('--long-term', said);
    return saveReplication({ by: 'users', weeks, load, longTerm }, words[0]!, given, terminal);
  },
});

async function saveReplication(
  how: ReplicationModel,
  file: string,
  given: NewTrace,
  terminal: Terminal,
): Promise<number> {
  const { seed, path } = newTrace(given, [file]);
  const { readSwf } = await import('../../workload/swf-read.ts');
  const { replicated } = await import('../../workload/replicate.ts');
  const make = async (progress: Progress) => {
    const trace = await readSwf(file, { signal: terminal.signal, onProgress: reading(progress, basename(file)) });
    try {
      progress.step('drawing the jobs');
      return replicated(trace, how, seed);
    } catch (error) {
      throw error instanceof InputError ? new InputError(`${file}: ${error.message}`, { cause: error }) : error;
    }
  };
  return saveTrace(make, path, terminal);
}

function secondsOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InputError(`--seconds must be a whole number of at least 0, found '${text}'`);
}

function shareOf(text: string): number {
  const share = Number(text);
  if (text.trim() !== '' && share >= 0 && share < 1) return share;
  throw new InputError(`--runs must be a share from 0 to less than 1, found '${text}'`);
}
