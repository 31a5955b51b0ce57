import { fileURLToPath } from 'node:url';
import { randomStreams } from '../src/kernel/random.ts';
import type { JobTable } from '../src/model/jobs.ts';
import { fromSeconds } from '../src/model/time.ts';
import type { Workload } from '../src/model/workload.ts';
import { lublin } from '../src/workload/lublin.ts';
import { prepareWorkload } from '../src/workload/prepare.ts';
import { readSwf } from '../src/workload/swf-read.ts';

const RULES = { overrun: 'kill', estimate: 'requested' } as const;

export const SP2_FILE: string = fileURLToPath(new URL('../traces/SDSC-SP2-1998-4.2-cln.swf.gz', import.meta.url));

type Machine = Pick<Workload, 'jobs' | 'procs'>;

/** The trace of the main scenario: 54,044 jobs on 128 processors. */
export async function sdscSp2(): Promise<Machine> {
  return prepareWorkload('SDSC-SP2', await readSwf(SP2_FILE), RULES);
}

/** A stream of Lublin-Feitelson jobs at load 0.9 on 256 processors, whose users ask for up to 5 times the run time. */
export function lublinStream(jobs: number): Machine {
  const trace = lublin({ jobs, procs: 256, load: 0.9, seed: 1, estimates: { factor: 4 } });
  return prepareWorkload('lublin', trace, RULES);
}

const DEEP_PROCS = 1024;

/**
 * A queue as deep as the workload is long: everything is submitted at 0. Uniform sizes of 1 to 512 of 1,024
 * processors, run times of 60 to 36,060 s, and estimates of 1 to 10 times the run time.
 */
export function deepQueue(length: number): Machine {
  const streams = randomStreams(1);
  const [sizes, runs, factors] = [streams.stream('sizes'), streams.stream('runs'), streams.stream('estimates')];
  const runtime = new Float64Array(length).map(() => fromSeconds(60 + Math.floor(runs() * 36_001)));
  const notGiven = new Int32Array(length).fill(-1);
  const jobs: JobTable = {
    length,
    id: Int32Array.from({ length }, (_, job) => job + 1),
    submit: new Float64Array(length),
    runtime,
    estimate: runtime.map((run) => fromSeconds(Math.ceil((run / 1000) * (1 + 9 * factors())))),
    procs: new Int32Array(length).map(() => 1 + Math.floor(sizes() * 512)),
    killed: new Uint8Array(length),
    user: notGiven,
    group: notGiven,
    queue: notGiven,
  };
  return { jobs, procs: DEEP_PROCS };
}
