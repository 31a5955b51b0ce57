import { failureOf } from '../executors/attempt.ts';
import type { Failure } from '../executors/task.ts';
import { loadWorkload } from '../experiment/load.ts';
import { runOne } from '../experiment/run.ts';
import { loadScenario } from '../experiment/scenario.ts';
import { InputError } from '../model/errors.ts';
import { clockOf, differing, type Measured, measure, type Reading } from './bench-measure.ts';

/** What a process that times policies is sent: once, as its first message. */
export interface BenchOrder {
  readonly scenario: string;
  /** The policies by their labels, with the hash that each run of theirs must have. */
  readonly policies: readonly { readonly label: string; readonly hash: string }[];
}

/** What it answers: a message for each policy in their order, or one that says why it stops. */
export type BenchReply = { readonly label: string; readonly measured: Measured } | { readonly failure: Failure };

const read = (): Reading => {
  const { user, system } = process.cpuUsage();
  return { processor: (user + system) / 1000, wall: performance.now() };
};

const reply = (message: BenchReply): void => void process.send?.(message);

async function work({ scenario, policies }: BenchOrder): Promise<void> {
  const { signal } = new AbortController();
  // Judging fairness would take far longer than the simulation, and is no work of the policy.
  const experiment = { ...(await loadScenario(scenario)), metrics: undefined };
  const workload = await loadWorkload(experiment, { signal });
  for (const { label, hash } of policies) {
    const policy = experiment.policies.find((one) => one.label === label)!;
    const run = async (): Promise<void> => {
      const again = await runOne(experiment, workload, policy, signal);
      if (again.hash !== hash) throw new InputError(differing(label, hash, again.hash));
    };
    const { gc } = globalThis;
    const collect = gc && (() => void gc({ type: 'minor' }));
    reply({ label, measured: await measure(run, { clock: clockOf(policy.spec), read, collect }) });
  }
}

// What asks to end goes to all processes of a terminal or a job; who began this one ends it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.once('disconnect', () => process.exit());
process.once('message', (order: BenchOrder) => {
  work(order)
    .catch((cause: unknown) => reply({ failure: failureOf(cause) }))
    .finally(() => process.disconnect());
});
