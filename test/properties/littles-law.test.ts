import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fact } from '../../src/model/facts.ts';
import { recorder, run } from './facts.ts';
import { SPECS, settingsOf } from './variants.ts';
import { anyWorkload, check } from './workloads.ts';

/** Jobs waiting x milliseconds, from the facts alone. */
function waitingTime(facts: readonly Fact[]): number {
  let [integral, waiting, since] = [0, 0, 0];
  for (const { kind, time } of facts) {
    integral += waiting * (time - since);
    since = time;
    if (kind === 'submit') waiting += 1;
    if (kind === 'start') waiting -= 1;
  }
  return integral;
}

/** Little, Operations Research 9, 1961, in its exact form for a finite run: both sides are whole milliseconds. */
test.each(SPECS)("%s: the queue's length over time adds up to the sum of waits", (spec) => {
  check(
    fc.property(anyWorkload, (workload) => {
      for (const setting of settingsOf(spec)) {
        const watcher = recorder();
        const { start, jobs } = run(spec, workload, setting, [watcher]);
        const waits = start.reduce((sum, at, row) => sum + (at - jobs.submit[row]!), 0);
        expect(waitingTime(watcher.facts), setting.name).toBe(waits);
      }
    }),
    5,
  );
});
