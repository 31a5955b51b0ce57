import { median } from 'simple-statistics';
import { Bench } from 'tinybench';

/** What one execution computed, so that a fast wrong answer is never timed. */
export interface Outcome {
  /** Events fired, records read, jobs reported, messages answered or runs kept: whatever the benchmark counts. */
  readonly count: number;
  /** The run's hash, or those of several runs; absent where no schedule is made. */
  readonly hash?: string;
}

/** Work that is ready to be timed. */
export interface Work {
  run(): Outcome | Promise<Outcome>;
  /** Highest memory of the processes that `run` started so far, bytes; absent where the work is done in this process. */
  peakMemory?(): number;
  /** Removes what the preparation left on disk. */
  clear?(): void;
}

/** Something that is measured, and the outcome that every execution of it must have. */
export interface Benchmark {
  /** Dotted: the words before a dot are groups that a command line can name. */
  readonly name: string;
  readonly counts: 'events' | 'records' | 'jobs' | 'messages' | 'runs';
  readonly expected: Outcome;
  readonly samples: number;
  readonly warmups: number;
  /** Takes so long that it only runs when it, or a group of it, is named. */
  readonly long?: boolean;
  /** Makes the input, outside the measured time. */
  prepare(): Work | Promise<Work>;
}

/** One benchmark as measured; times in milliseconds. */
export interface Measurement extends Outcome {
  readonly name: string;
  readonly counts: Benchmark['counts'];
  readonly samples: number;
  /** The least disturbed sample. */
  readonly least: number;
  readonly median: number;
  /** Median absolute deviation from the median: half of the samples are nearer to the median than this. */
  readonly mad: number;
  /** Median processor time of this process, all its threads: does not grow while others have the cores. */
  readonly cpu?: number;
  /** Bytes. */
  readonly peakMemory?: number;
}

/**
 * Measures one benchmark, warmed up, in this process and with nothing else under way in it.
 * @throws Error if an execution has another outcome than the benchmark states
 */
export async function measure(benchmark: Benchmark): Promise<Measurement> {
  const { name, counts, expected, samples, warmups } = benchmark;
  const work = await benchmark.prepare();
  try {
    const bench = new Bench({ iterations: samples, time: 0, warmupIterations: warmups, warmupTime: 0, throws: true });
    const cpu: number[] = [];
    const execute = async (): Promise<void> => {
      const before = process.cpuUsage();
      verify(name, await work.run(), expected);
      const { user, system } = process.cpuUsage(before);
      cpu.push((user + system) / 1000);
    };
    bench.add(name, execute, { async: true });
    const [task] = await bench.run();
    if (task?.result.state !== 'completed') throw new Error(`${name}: ${task?.result.state}`);
    const { min, p50, mad, samplesCount } = task.result.latency;
    const peak = work.peakMemory?.();
    return {
      name,
      counts,
      ...expected,
      samples: samplesCount,
      least: min,
      median: p50,
      mad,
      ...(peak === undefined ? { cpu: median(cpu.slice(-samples)) } : { peakMemory: peak }),
    };
  } finally {
    work.clear?.();
  }
}

function verify(name: string, { count, hash }: Outcome, expected: Outcome): void {
  if (count === expected.count && hash === expected.hash) return;
  throw new Error(`${name}: computed ${count} ${hash ?? ''}, expected ${expected.count} ${expected.hash ?? ''}`);
}
