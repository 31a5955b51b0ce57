import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JobForm } from '../../../src/experiment/centre/asks-form.ts';
import { type Recovery, recoveryOf } from '../../../src/experiment/failures/recovery.ts';
import { recoveryForm } from '../../../src/experiment/failures/recovery-form.ts';
import type { Problem } from '../../../src/experiment/problem.ts';
import type { Coordinator, Incident } from '../../../src/model/coordinator.ts';
import type { JobId } from '../../../src/model/jobs.ts';
import type { NodeId } from '../../../src/model/machine.ts';
import { HOUR, MINUTE, parsed, SECOND, settingOf, told } from './setting.ts';

const CLUSTER = {
  groups: {
    n: { count: 4, cores: 2, nodes_per_rack: 2 },
    late: { count: 1, cores: 2, from: '1d' },
    big: { count: 2, cores: 8 },
  },
  partitions: { all: {}, big: { groups: ['big'] } },
};
const JOBS: readonly JobForm[] = [
  { name: 'a', run: '4h', account: 'lab', user: 'ada' },
  { name: 'b', run: '4h', account: 'physics', qos: 'urgent' },
  { name: 'c', run: '4h', account: 'teaching' },
];
const ACCOUNTS = { physics: {}, lab: { parent: 'physics' }, teaching: {} };
const QOS = { normal: {}, urgent: {} };

interface Around {
  readonly checkpoints?: boolean;
  readonly warnings?: boolean;
  /** Whether jobs have been read. */
  readonly read?: boolean;
}

/** The recovery that is described, or what is wrong with it. */
function read(value: unknown, around: Around = {}): Recovery | readonly string[] {
  const { checkpoints = true, warnings = true, read: known = true } = around;
  const form = parsed(recoveryForm, 'recovery', value);
  if (Array.isArray(form)) return told(form);
  const problems: Problem[] = [];
  const setting = settingOf({ cluster: CLUSTER, jobs: JOBS, accounts: ACCOUNTS, qos: QOS }, problems);
  expect(problems).toEqual([]);
  const jobs = known ? setting.jobs : undefined;
  const given = form as Exclude<typeof form, readonly Problem[]>;
  return recoveryOf(given, { ...setting, jobs, checkpoints, warnings }, problems) ?? told(problems);
}

function made(value: unknown, around?: Around): Recovery & { readonly one: Coordinator } {
  const recovery = read(value, around);
  expect(recovery).not.toBeInstanceOf(Array);
  return { ...(recovery as Recovery), one: (recovery as Recovery).coordinator() };
}

const incident = (times: number, more: Partial<Incident> = {}): Incident => ({
  time: times * HOUR,
  job: 0 as JobId,
  cause: 'crash',
  nodes: [],
  times,
  checkpointed: true,
  unreadable: 0,
  ...more,
});
const onNode = { cause: 'node', nodes: [2 as NodeId] };

describe('what is said of recovery', () => {
  it('is enough with a bound of retries', () => {
    const { one, spares, spareAfter, watchdog } = made({ retries: 1 }, { checkpoints: false, warnings: false });
    expect({ name: one.name, spares, spareAfter, watchdog }).toEqual({
      name: 'standard',
      spares: [],
      spareAfter: 0,
      watchdog: Number.POSITIVE_INFINITY,
    });
    expect(one.afterFault(incident(1))).toMatchObject({
      then: 'requeue',
      from: 'checkpoint',
      place: 'order',
      after: 0,
    });
    expect(one.afterFault(incident(2))).toMatchObject({ then: 'fail', keep: false });
    const failures = [1, 2, 3, 4].map((hour) => hour * HOUR);
    expect(one.afterRepair({ time: 5 * HOUR, node: 0 as NodeId, failures }).then).toBe('return');
    expect(one.onWarning({ time: 0, node: 0 as NodeId, expected: HOUR, jobs: [] }).then).toBe('ignore');
  });

  it('says where jobs go on, after how long, and what becomes of nodes', () => {
    const { one, spareAfter, watchdog } = made({
      coordinator: 'standard',
      retries: 9,
      retry_limit: true,
      backoff: { first: '1min', factor: 3, most: '5min' },
      from: 'start',
      place: 'tail',
      keep_partial: true,
      quarantine: { failures: 2, within: '6h', for: '1h', factor: 2, most: '90min' },
      on_warning: 'migrate',
      spares: 1,
      spare_after: '30s',
      watchdog: '1h 30min',
    });
    // 1, 3 and then 9 min, of which there are at most 5.
    const after = [1, 2, 3].map((times) => one.afterFault(incident(times, { cause: 'limit' })));
    expect(after).toMatchObject(
      [1, 3, 5].map((minutes) => ({ then: 'requeue', from: 'start', place: 'tail', after: minutes * MINUTE })),
    );
    const node = 0 as NodeId;
    const repaired = (hour: number, ...failures: number[]) =>
      one.afterRepair({ time: hour * HOUR, node, failures: failures.map((at) => at * HOUR) });
    expect(repaired(2, 1)).toMatchObject({ then: 'return' });
    expect(repaired(3, 1, 2.5)).toMatchObject({ then: 'quarantine', until: 4 * HOUR });
    // Its second one is twice as long, of which there are at most 90 min.
    expect(repaired(6, 1, 2.5, 4.5, 5)).toMatchObject({ then: 'quarantine', until: 7.5 * HOUR });
    expect(one.onWarning({ time: 0, node, expected: HOUR, jobs: [] }).then).toBe('migrate');
    expect({ spareAfter, watchdog }).toEqual({ spareAfter: 30 * SECOND, watchdog: 90 * MINUTE });
  });

  it('waits twice as long each time unless it says otherwise, and never longer than can be said', () => {
    const { one } = made({ retries: 100, backoff: { first: '1min' } });
    expect(one.afterFault(incident(1))).toMatchObject({ after: MINUTE });
    expect(one.afterFault(incident(4))).toMatchObject({ after: 8 * MINUTE });
    expect(one.afterFault(incident(90))).toMatchObject({ after: 1e6 * 24 * HOUR });
  });

  it('retries exactly as often as it says, whatever comes in which order', () => {
    fc.assert(
      fc.property(
        fc.nat(6),
        fc.nat(6),
        fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }),
        (own, nodes, faults) => {
          const all = made({ retries: own }).one;
          const apart = made({ retries: { own, nodes } }).one;
          let [owned, failed] = [0, 0];
          for (const [i, isOwn] of faults.entries()) {
            const fault = incident(i + 1, isOwn ? {} : onNode);
            if (isOwn) owned += 1;
            else failed += 1;
            expect(all.afterFault(fault).then).toBe(i + 1 <= own ? 'requeue' : 'fail');
            expect(apart.afterFault(fault).then).toBe(owned <= own && failed <= nodes ? 'requeue' : 'fail');
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('has a coordinator of its own for each run', () => {
    const recovery = made({ retries: { own: 1, nodes: 1 } });
    expect(recovery.one.afterFault(incident(1)).then).toBe('requeue');
    expect(recovery.one.afterFault(incident(2)).then).toBe('fail');
    expect(recovery.coordinator().afterFault(incident(1)).then).toBe('requeue');
  });

  it('may leave it at giving up', () => {
    const { one } = made({ coordinator: 'none', keep_partial: true, watchdog: '1h' });
    expect(one.name).toBe('none');
    expect(one.afterFault(incident(1))).toMatchObject({ then: 'fail', keep: true });
  });

  it.each<[unknown, boolean[]]>([
    [true, [true, true, true]],
    [false, [false, false, false]],
    // a is of a sub-account of physics.
    [{ accounts: ['physics'] }, [true, true, false]],
    [{ accounts: ['lab'] }, [true, false, false]],
    [{ qos: ['urgent'] }, [false, true, false]],
    [{ accounts: ['teaching'], qos: ['urgent'] }, [false, true, true]],
  ])('keeps of jobs that are given up what %j says', (keep, expected) => {
    const { one } = made({ retries: 0, keep_partial: keep });
    expect(expected.map((_, job) => one.afterFault(incident(1, { job: job as JobId })))).toMatchObject(
      expected.map((kept) => ({ then: 'fail', keep: kept })),
    );
  });

  // The nodes in order: n-1 to n-4, late-1, big-1, big-2.
  it.each<[unknown, number[]]>([
    [0, []],
    [1, [6]],
    [{ racks: ['n-r2'] }, [2, 3]],
    [{ nodes: ['n-[1-2]', 'big-1'] }, [0, 1, 5]],
  ])('keeps as spares the nodes that %j says', (spares, expected) => {
    expect(made({ retries: 0, spares }).spares).toEqual(expected);
  });

  it('waits for jobs that have not been read', () => {
    expect(read({ retries: 1 }, { read: false })).toEqual([]);
  });
});

describe('what is wrong with recovery is told with its place', () => {
  it.each<[unknown, ...string[]]>([
    [{ retries: -1 }, 'retries: must be at least 0, found -1'],
    [{ retries: 2.5 }, 'retries: must be a whole number of at least 0, such as 3'],
    [{ retries: 'forever' }, 'retries: retry without bound: say a number, such as 3'],
    [{ retries: Number.POSITIVE_INFINITY }, 'retries: retry without bound: say a number, such as 3'],
    [
      { retries: { own: 2 } },
      'retries.nodes: is missing: retry without bound after failures of its nodes; say how often',
    ],
    [{ retries: { own: -2, nodes: 3 } }, 'retries.own: must be a whole number of at least 0, such as 3'],
    [{ retries: { own: 2, nodes: 3, node: 3 } }, 'retries.node: unknown key; did you mean nodes?'],
    [{ coordinator: 'standrd', retries: 3 }, "coordinator: 'standrd' is not known; did you mean standard?"],
    [{ retries: 3, form: 'start' }, 'form: unknown key; did you mean from?'],
    [{ retries: 3, from: 'chekpoint' }, "from: 'chekpoint' is not known; did you mean checkpoint?"],
    [{ retries: 3, watchdog: 36 }, 'watchdog: has no unit: say 36h, 36min or 36s'],
    [{ retries: 3, watchdog: '0h' }, 'watchdog: must be more than 0'],
    [{ retries: 3, backoff: {} }, 'backoff.first: is missing'],
    [{ retries: 3, backoff: { first: '1min', factor: 0.5 } }, 'backoff.factor: must be at least 1, found 0.5'],
    [{ retries: 3, quarantine: { failures: 3, within: '7d' } }, 'quarantine.for: is missing'],
    [{ retries: 3, keep_partial: { acounts: ['lab'] } }, 'keep_partial.acounts: unknown key; did you mean accounts?'],
    [{ retries: 3, keep_partial: {} }, 'keep_partial: needs at least one of: accounts, qos'],
    [
      { retries: 3, keep_partial: 'lab' },
      'keep_partial: must be true or false, or say whose, such as { accounts: [physics], qos: [urgent] }',
    ],
    [{ retries: 3, spares: {} }, 'spares: needs at least one of: groups, racks, nodes'],
    [{ retries: 3, spares: { rack: ['r'] } }, 'spares.rack: unknown key; did you mean racks?'],
    [
      { retries: 3, spares: 'all' },
      'spares: must be a whole number of nodes, or say which, such as { nodes: ["cpu-[1-4]"] }',
    ],
  ])('%j', (value, ...texts) => {
    expect(read(value)).toEqual(texts.map((text) => `recovery.${text}`));
  });

  it.each<[object, string, Around?]>([
    [{}, ': retry without bound: say retries: 3'],
    [{ coordinator: 'standard' }, ': retry without bound: say retries: 3'],
    [
      { coordinator: 'none', place: 'head' },
      '.place: the coordinator none does not heed it, only keep_partial; remove it',
    ],
    [
      { retries: 3, from: 'start' },
      '.from: has no effect: jobs take no checkpoints; remove it, or say checkpoints',
      { checkpoints: false },
    ],
    [
      { retries: 3, keep_partial: { qos: ['urgent'] } },
      '.keep_partial: has no effect: jobs take no checkpoints; remove it, or say checkpoints',
      { checkpoints: false },
    ],
    [
      { retries: 3, on_warning: 'migrate' },
      '.on_warning: jobs take no checkpoints with which they could move; say drain',
      { checkpoints: false },
    ],
    [
      { retries: 3, on_warning: 'drain' },
      '.on_warning: has no effect: nothing warns of failures; remove it, or say a predictor or a signal',
      { warnings: false },
    ],
    [
      { retries: 3, spare_after: '5min' },
      '.spare_after: has no effect: there are no spares; remove it, or say spares: 2',
    ],
    [{ retries: 3, backoff: { first: '1h', most: '5min' } }, '.backoff.most: is less than the 1h of first'],
    [
      { retries: 3, quarantine: { failures: 3, within: '7d', for: '1d', most: '2d' } },
      '.quarantine.most: has no effect: the factor is 1; remove it',
    ],
    [
      { retries: 3, keep_partial: { accounts: ['phisics'] } },
      ".keep_partial.accounts.0: unknown account 'phisics'; did you mean physics?",
    ],
    [
      { retries: 3, keep_partial: { qos: ['urgnt'] } },
      ".keep_partial.qos.0: unknown QOS 'urgnt'; did you mean urgent?",
    ],
    [{ retries: 3, spares: { racks: ['n-r3'] } }, ".spares.racks.0: unknown rack 'n-r3'; did you mean n-r1?"],
    [{ retries: 3, spares: 2 }, '.spares: all 2 nodes of the partition big would be spares'],
    [
      { retries: 3, spares: { groups: ['late'] } },
      '.spares: late-1 is not there from the beginning, as a spare must be',
    ],
  ])('%j says too much or too little', (value, text, around) => {
    expect(read(value, around)).toEqual([`recovery${text}`]);
  });

  it('more spares than nodes leave no partition any', () => {
    expect(read({ retries: 3, spares: 100 })).toEqual([
      'recovery.spares: all 6 nodes of the partition all would be spares',
      'recovery.spares: all 2 nodes of the partition big would be spares',
    ]);
  });
});
