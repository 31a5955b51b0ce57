import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate, simulateAsync, startSimulation } from '../../src/engine/simulation.ts';
import type { Fact } from '../../src/model/facts.ts';
import type { Scheduler } from '../../src/model/scheduler.ts';
import { createScheduler, PROFILES } from '../../src/registry.ts';
import { anyWorkload, jobTable } from './jobs.ts';

/** A policy that thinks for a turn of the event loop before it decides. */
const slow = (policy: Scheduler): Scheduler => ({ ...policy, consult: () => setImmediate() });

const two = jobTable([
  { submit: 0, run: 4, procs: 1 },
  { submit: 1, run: 4, procs: 1 },
]);

describe('a policy that is consulted', () => {
  it('decides as it would have done at once, in slices or in one go', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyWorkload('kill', 12),
        fc.constantFrom('easy', 'conservative', 'wfp3'),
        fc.constantFrom(...PROFILES),
        async ({ procs, jobs }, name, simultaneity) => {
          const plain = simulate(jobs, procs, createScheduler(name), { simultaneity });
          const consulted = await simulateAsync(jobs, procs, slow(createScheduler(name)), { simultaneity });
          expect(consulted).toEqual(plain);
          const sliced = startSimulation(jobs, procs, slow(createScheduler(name)), { simultaneity });
          while (await sliced.advanceAsync(1)) {}
          expect(sliced.finish()).toEqual(plain);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is asked before each decision, with the view that the decision has, and need not be waited for', async () => {
    const seen: string[] = [];
    const policy: Scheduler = {
      name: 'asked',
      consult({ now, arrivals, endings }) {
        seen.push(`asked at ${now / 1000}: arrived ${arrivals.join()}, ended ${endings.join()}`);
        return now === 0 ? setImmediate() : undefined;
      },
      decide({ now, queue }, plan) {
        seen.push(`decides at ${now / 1000}`);
        if (queue.first() >= 0) plan.start(queue.first());
      },
    };
    await simulateAsync(two, 2, policy);
    expect(seen).toEqual([
      ...['asked at 0: arrived 0, ended ', 'decides at 0', 'asked at 1: arrived 1, ended ', 'decides at 1'],
      ...['asked at 4: arrived , ended 0', 'decides at 4', 'asked at 5: arrived , ended 1', 'decides at 5'],
    ]);
  });

  it('is refused by the driver that cannot wait', () => {
    const message = 'easy is consulted before it decides; simulateAsync waits for that';
    expect(() => simulate(two, 1, slow(createScheduler('easy')))).toThrow(message);
  });

  it('fails the run when the consultation does', async () => {
    const policy: Scheduler = { ...createScheduler('easy'), consult: () => Promise.reject(new Error('no answer')) };
    await expect(simulateAsync(two, 1, policy)).rejects.toThrow('no answer');
  });
});

describe('the running jobs', () => {
  it('are shown in order of start, with their planned ends, from whenever somebody first asks', () => {
    const seen: string[] = [];
    const policy: Scheduler = {
      name: 'curious',
      decide(view, plan) {
        const { now, queue } = view;
        for (let job = queue.first(); job >= 0 && plan.start(job); ) job = queue.first();
        if (now < 2000) return;
        const shown = view.running().map((job) => `${job} until ${view.plannedEnd(job) / 1000}`);
        seen.push(`${now / 1000}: ${shown.join(', ')}`);
      },
    };
    // Row 1 asks for 2 s and lasts 6: from 3 s on it is taken to end a second later. Row 3 starts when row 0 ends.
    const jobs = jobTable(
      [
        { submit: 0, run: 4, procs: 1, est: 9 },
        { submit: 1, run: 6, procs: 1, est: 2 },
        { submit: 2, run: 3, procs: 1 },
        { submit: 3, run: 0, procs: 1 },
      ],
      'extend',
    );
    simulate(jobs, 3, policy);
    expect(seen).toEqual([
      '2: 0 until 9, 1 until 3, 2 until 5',
      '3: 0 until 9, 1 until 4, 2 until 5',
      '4: 1 until 5, 2 until 5, 3 until 5',
      '4: 1 until 5, 2 until 5',
      '5: 1 until 6',
      '7: ',
    ]);
  });

  it('are exactly those that have started and not ended', () => {
    fc.assert(
      fc.property(
        anyWorkload('extend'),
        fc.constantFrom(...PROFILES),
        fc.nat(10),
        ({ procs, jobs }, simultaneity, from) => {
          const running = new Set<number>();
          let decisions = 0;
          const easy = createScheduler('easy');
          const policy: Scheduler = {
            name: 'watched',
            decide(view, plan) {
              easy.decide(view, plan);
              decisions += 1;
              if (decisions < from) return;
              const shown = view.running();
              expect(new Set(shown)).toEqual(running);
              for (let job = 0; job < jobs.length; job += 1) {
                const end = view.plannedEnd(job as never);
                if (running.has(job)) expect(end).toBeGreaterThanOrEqual(view.now);
                else expect(end).toBeNaN();
              }
            },
          };
          const observer = {
            name: 'running',
            on(fact: Fact) {
              if (fact.kind === 'start') running.add(fact.job);
              if (fact.kind === 'end') running.delete(fact.job);
            },
          };
          simulate(jobs, procs, policy, { simultaneity, observers: [observer] });
        },
      ),
      { numRuns: 50 },
    );
  });
});
