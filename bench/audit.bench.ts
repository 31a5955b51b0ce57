import { simulate } from '../src/engine/simulation.ts';
import type { Observer } from '../src/model/facts.ts';
import { auditLog } from '../src/observers/audit.ts';
import { decisionRecorder } from '../src/observers/decisions.ts';
import { createScheduler } from '../src/registry.ts';
import type { Benchmark } from './benchmark.ts';
import { sdscSp2 } from './inputs.ts';

/** The same simulation as `simulate.POLICY`, every decision recorded; its ratio to that one is what an audit costs. */
const recorded = (policy: string, hash: string): Benchmark => ({
  name: `audit.record.${policy}`,
  counts: 'events',
  expected: { count: 108_088, hash },
  samples: 15,
  warmups: 3,
  async prepare() {
    const { jobs, procs } = await sdscSp2();
    return {
      run() {
        const recorder = decisionRecorder(jobs);
        const {
          events,
          hash: made,
          decisions,
        } = simulate(jobs, procs, createScheduler(policy), {
          observers: [recorder],
        });
        if (recorder.record.decisions.length !== decisions) throw new Error('not every decision was recorded');
        return { count: events, hash: made };
      },
    };
  },
});

/** The same with the lines of `--audit` made, but not written. */
const logged = (policy: string, hash: string): Benchmark => ({
  ...recorded(policy, hash),
  name: `audit.lines.${policy}`,
  async prepare() {
    const { jobs, procs } = await sdscSp2();
    return {
      run() {
        let [lines, characters] = [0, 0];
        const observer: Observer = auditLog(jobs, (line) => {
          lines += 1;
          characters += line.length;
        });
        const { events, hash: made } = simulate(jobs, procs, createScheduler(policy), { observers: [observer] });
        if (lines <= events || characters <= lines) throw new Error('not every event has its line');
        return { count: events, hash: made };
      },
    };
  },
});

export const AUDIT: readonly Benchmark[] = [
  recorded('fcfs', 'daddcaa56eef183a'),
  recorded('easy', '9d2439c8a771e199'),
  recorded('conservative', '88046d987a6df604'),
  logged('fcfs', 'daddcaa56eef183a'),
  logged('easy', '9d2439c8a771e199'),
  logged('conservative', '88046d987a6df604'),
];
