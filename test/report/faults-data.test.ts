import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { JobTable } from '../../src/model/jobs.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { createScheduler } from '../../src/registry.ts';
import type { ReportInput } from '../../src/report/report.ts';
import { decodeRun, encodeRun } from '../../src/report/run-data.ts';
import { anyCentre } from '../engine/centre/any-centre.ts';
import { anyResilience } from '../engine/centre/faults/any-resilience.ts';
import { pencilJobs } from '../engine/centre/pencil.ts';
import { centreOf, group, shape } from '../engine/centre/plain.ts';
import { check } from '../properties/workloads.ts';
import { CENTRE_INPUT } from './centre-fixtures.ts';
import { FAULTY_INPUT } from './fault-fixtures.ts';

const inputOf = (jobs: JobTable, run: FinishedRun): ReportInput => ({
  ...CENTRE_INPUT,
  workload: { ...CENTRE_INPUT.workload, jobs, centre: run.centre!.centre },
  runs: [{ label: 'a', description: '', spec: 'fcfs', run }],
});

/** Any machine with any jobs, and three nodes that are never idle, where more befalls jobs. */
const anyGiven = fc.oneof(
  anyCentre,
  fc
    .array(fc.record({ run: fc.integer({ min: 10, max: 60 }), nodes: fc.constantFrom(1, 2) }), {
      minLength: 4,
      maxLength: 8,
    })
    .map((list) => ({
      centre: centreOf([group('n', 3, 4)]),
      jobs: pencilJobs(list.map(({ run, nodes }, i) => ({ name: `j${i}`, submit: i, run, shape: shape(nodes, 4) }))),
    })),
);

const underFaults = anyGiven.chain(({ centre, jobs }) =>
  fc.record({
    centre: fc.constant(centre),
    jobs: fc.constant(jobs),
    resilience: anyResilience(centre.machine.nodes.length, centre.entities.length),
  }),
);

test('whatever faults do to a run comes back as it was', () => {
  const seen = { incidents: 0, moves: 0, replacements: 0, quarantines: 0, alarms: 0, storage: 0, deadlocks: 0 };
  const specs = ['easy', 'backfill(preempt=qos,mode=suspend)'];
  check(
    fc.property(underFaults, fc.constantFrom(...specs), ({ centre, jobs, resilience }, spec) => {
      const options = { random: () => 0.5, resilience };
      const run = simulateCentre(jobs, centre, [createScheduler(spec)], options);
      const text = encodeRun(inputOf(jobs, run));
      const back = decodeRun(text).runs[0]!.run;
      expect(back.centre).toEqual(run.centre);
      expect(encodeRun(inputOf(jobs, back))).toBe(text);
      for (const kind of Object.keys(seen) as (keyof typeof seen)[]) seen[kind] += run.centre!.faults![kind].length;
    }),
    200,
  );
  // Each kind of record has been there to come back.
  for (const [kind, count] of Object.entries(seen)) expect(count, kind).toBeGreaterThan(0);
});

type Document = ReturnType<typeof JSON.parse>;
test.each<[string, (faults: Document) => void, string]>([
  ['a cause that is none', (faults) => (faults.incidents.cause = 99), 'faults.incidents.cause: expected whole numbers'],
  ['a stretch that is none', (faults) => (faults.incidents.stretch = -1), 'faults.incidents.stretch: expected whole'],
  [
    'a node that is none',
    (faults) => (faults.outages.node = 3),
    'faults.outages.node: expected whole numbers from 0 to 2',
  ],
  ['more time than there was', (faults) => (faults.stretches.dead = 1e9), 'more time spent than there was'],
  ['less than nothing lost', (faults) => (faults.spent.lost = -1), 'faults.spent.lost: a time below 0'],
  ['no outages', (faults) => (faults.outages = undefined), 'lives.faults.outages'],
])('says what is wrong with %s', (_what, change, message) => {
  const document = JSON.parse(encodeRun(FAULTY_INPUT));
  change(document.policies[0].lives.faults);
  expect(() => decodeRun(JSON.stringify(document))).toThrow(message);
});
