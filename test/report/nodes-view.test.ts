import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { Centre } from '../../src/model/centre.ts';
import type { Stretch } from '../../src/model/centre-run.ts';
import { type JobId, NO_JOB } from '../../src/model/jobs.ts';
import type { NodeId } from '../../src/model/machine.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { fromSeconds, toSeconds } from '../../src/model/time.ts';
import { createScheduler } from '../../src/registry.ts';
import { livesOf } from '../../src/report/views/lives.ts';
import { coresOf, placeOnNodes } from '../../src/report/views/node-bars.ts';
import { shadesOf } from '../../src/report/views/shading.ts';
import { asksWords, endingWords, fateWords, shareWords } from '../../src/report/views/stretch-words.ts';
import { anyCentre } from '../engine/centre/any-centre.ts';
import { pencilJobs } from '../engine/centre/pencil.ts';
import { centreOf, group, shape } from '../engine/centre/plain.ts';
import { check } from '../properties/workloads.ts';
import { CENTRE, CENTRE_INPUT } from './centre-fixtures.ts';

const RUN = CENTRE_INPUT.runs[0]!.run;
const nodes = (...list: number[]): NodeId[] => list as NodeId[];

/** The bars of a run as `name from-to low-high`, in seconds and nodes. */
function drawn(run: FinishedRun): string[] {
  const { stretch, low, high } = placeOnNodes(run);
  return Array.from(stretch, (place, bar) => {
    const { job, start, end } = run.centre!.stretches[place]!;
    return `${run.jobs.asks!.names![job]} ${toSeconds(start)}-${toSeconds(end)} at ${low[bar]}-${high[bar]}`;
  });
}

describe('jobs on the nodes where they ran', () => {
  /**
   * Two nodes of 4 cores. `x` takes cores 0 and 1 of the first from 0 to 10 s, `y` core 2 until 5 s, `z` core 3 until 20 s.
   * `w` comes at 5 s and takes core 2, which is free again; `v` comes at 10 s and takes the place of `x`. `both` wants
   * both nodes whole, and gets them at 20 s: one bar.
   */
  test('are as high as their part of the cores, on the lowest that are free together', () => {
    const jobs = pencilJobs([
      { name: 'x', run: 10, shape: shape(2, 1) },
      { name: 'y', run: 5, shape: shape(1, 1) },
      { name: 'z', run: 20, shape: shape(1, 1) },
      { name: 'w', submit: 5, run: 15, shape: shape(1, 1) },
      { name: 'v', submit: 10, run: 10, shape: shape(2, 1) },
      { name: 'both', submit: 11, run: 5, shape: shape(2, 4, { wholeNodes: true }) },
    ]);
    const run = simulateCentre(jobs, centreOf([group('cpu', 2, 4)]), [createScheduler('fcfs')]);
    expect(drawn(run)).toEqual([
      'x 0-10 at 0-0.5',
      'y 0-5 at 0.5-0.75',
      'z 0-20 at 0.75-1',
      'w 5-20 at 0.5-0.75',
      'v 10-20 at 0-0.5',
      'both 20-25 at 0-2',
    ]);
  });

  test('are drawn once for each stretch, where that was', () => {
    expect(drawn(RUN)).toEqual(['a 0-50 at 0-1', 'b 0-20 at 1-2', 'b 40-70 at 1-2', 'bad 50-55 at 0-0.25']);
  });

  test('never lie over one another, and take of each node what they hold of its cores', () => {
    check(
      fc.property(anyCentre, fc.constantFrom('sjf', 'backfill(preempt=qos,mode=suspend)'), ({ centre, jobs }, spec) => {
        const run = simulateCentre(jobs, centre, [createScheduler(spec)]);
        const { stretches } = run.centre!;
        const { count, stretch, low, high } = placeOnNodes(run);
        const bars = Array.from({ length: count }, (_, i) => ({
          ...{ place: stretch[i]!, low: low[i]!, high: high[i]! },
          ...{ start: stretches[stretch[i]!]!.start, end: stretches[stretch[i]!]!.end },
        }));
        for (const [i, a] of bars.entries()) {
          for (const b of bars.slice(i + 1)) {
            expect(a.low < b.high && b.low < a.high && a.start < b.end && b.start < a.end).toBe(false);
          }
        }
        for (const [place, one] of stretches.entries()) {
          const held = coresOf(run, one).reduce((sum, [node, cores]) => {
            return sum + cores / centre.machine.groups[centre.machine.nodes[node]!.group]!.each[0]!;
          }, 0);
          const shown = bars.filter((bar) => bar.place === place).reduce((sum, bar) => sum + bar.high - bar.low, 0);
          expect(shown).toBeCloseTo(held, 9);
        }
      }),
      25,
    );
  });
});

describe('a suspended job', () => {
  const stretch = (job: number, start: number, end: number, ending: Stretch['ending'] = 'end'): Stretch => ({
    ...{ job: job as JobId, start: fromSeconds(start), end: fromSeconds(end), ending },
    allocation: { nodes: [job], tasks: [1] },
  });
  /** Jobs 0, 1 and 2 are suspended at 10 s, each on the node of its number. Node 1 is drained at 20 s. */
  const centre: Centre = centreOf([group('cpu', 3, 1)], {
    interventions: [
      { kind: 'nodes', at: fromSeconds(5), nodes: nodes(0), status: 'maintenance', running: 'finish' },
      { kind: 'nodes', at: fromSeconds(20), nodes: nodes(1), status: 'maintenance', running: 'finish' },
      { kind: 'nodes', at: fromSeconds(25), nodes: nodes(0, 1), status: 'online', running: 'finish' },
    ],
  });
  const run: FinishedRun = {
    ...RUN,
    end: Float64Array.from([50, 60, 40], fromSeconds),
    centre: {
      ...RUN.centre!,
      centre,
      stretches: [
        ...[stretch(0, 0, 10, 'suspend'), stretch(1, 0, 10, 'suspend'), stretch(2, 0, 10, 'suspend')],
        ...[stretch(0, 30, 50), stretch(1, 30, 60)],
      ],
    },
  };

  test('goes on, loses its place with its node, or leaves', () => {
    const { pauses, stretches } = livesOf(run);
    expect(
      pauses.map(({ stretch: place, from, until, then }) => [place, toSeconds(from), toSeconds(until), then]),
    ).toEqual([
      [0, 10, 30, 'resumed'],
      [1, 10, 20, 'displaced'],
      [2, 10, 40, 'left'],
    ]);
    expect([stretches(0), stretches(1), stretches(2), stretches(3)]).toEqual([[0, 3], [1, 4], [2], []]);
  });
});

test('windows and nodes that are away are shades, those that stand alike together', () => {
  const shown = (centre: Centre): unknown[] =>
    shadesOf(centre).map(({ kind, name = '', from, until, nodes: on }) => [
      kind,
      name,
      toSeconds(from),
      toSeconds(until),
      on,
    ]);
  expect(shown(CENTRE)).toEqual([
    ['error', '', 20, 40, [1]],
    ['maintenance', 'service', 100, 120, [0]],
  ]);
  const plain = centreOf([group('cpu', 4, 1)]);
  const late = plain.machine.nodes.map((node, i) => (i < 2 ? node : { ...node, status: 'offline' as const }));
  const at = (time: number, status: 'online' | 'offline' | 'maintenance' | 'error', ...on: number[]) =>
    ({ kind: 'nodes', at: fromSeconds(time), nodes: nodes(...on), status, running: 'finish' }) as const;
  expect(
    shown({
      ...plain,
      machine: { ...plain.machine, nodes: late },
      // Nodes 2 and 3 join at 10 s. 0 and 1 are drained at 20 s; 1 breaks at 30 s and returns at 40 s; 0 is drained for good.
      interventions: [at(10, 'online', 2, 3), at(20, 'maintenance', 0, 1), at(30, 'error', 1), at(40, 'online', 1)],
    }),
  ).toEqual([
    ['offline', '', Number.NEGATIVE_INFINITY, 10, [2, 3]],
    ['drained', '', 20, 30, [1]],
    ['drained', '', 20, Number.POSITIVE_INFINITY, [0]],
    ['error', '', 30, 40, [1]],
  ]);
});

test('words for how stretches and jobs ended, and what they hold', () => {
  const { stretches } = RUN.centre!;
  const ended = stretches.map((one) => endingWords(RUN, one));
  // b is stopped on node 1 at 20 s; a ends at 50 s, bad at 55 s, b at 70 s.
  expect(ended).toEqual(['preempted, to begin anew: its node is error', 'completed', 'failed', 'completed']);
  const urgent = {
    ...stretches[0]!,
    ending: 'suspend' as const,
    stopped: { for: 0 as JobId, why: 'its QOS preempts' },
  };
  expect(endingWords(RUN, urgent)).toBe('suspended for job a: its QOS preempts');
  expect(endingWords(RUN, { ...urgent, ending: 'cancel', stopped: { for: NO_JOB, why: '' } })).toBe('cancelled');
  expect(fateWords(RUN, 0)).toBe('completed');
  expect(fateWords(RUN, 4)).toBe('cancelled: what it depends on has ended otherwise than it needs');
  expect(shareWords(RUN, stretches[1]!, 0)).toBe('4 of 4 cores');
  const rich = group('gpu', 1, 16, { each: [16, 65_536, 4, 0] });
  const jobs = pencilJobs([{ name: 'g', run: 1, shape: shape(2, 4, { perTask: [4, 1536, 1, 0] }) }]);
  const run = simulateCentre(jobs, centreOf([rich]), [createScheduler('fcfs')]);
  expect(shareWords(run, run.centre!.stretches[0]!, 0)).toBe('8 of 16 cores, 3 of 64 GiB, 2 of 4 GPUs');
  expect(asksWords(jobs.asks!.shapes[0]!)).toBe('2 tasks of 4 cores, 1.5 GiB, 1 GPU');
  expect(asksWords(shape(3, 16, { wholeNodes: true, layout: 'pack', features: ['nvlink'] }))).toBe(
    '3 whole nodes of 16 cores, nvlink, pack',
  );
});
