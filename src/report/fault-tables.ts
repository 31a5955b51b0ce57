import { type FaultFigures, type InterruptClass, SIZES } from '../metrics/index.ts';
import type { Spending } from '../model/fault-run.ts';
import type { CentreTable } from './centre-table.ts';
import { formatCount, formatNumber, NO_VALUE, scaleOf } from './format.ts';

/** A policy and what faults cost it; nothing where nothing can fail. */
export interface PolicyFaults {
  readonly label: string;
  readonly faults?: FaultFigures;
}

interface Known {
  readonly label: string;
  readonly of: FaultFigures;
}

const known = (policies: readonly PolicyFaults[]): Known[] =>
  policies.flatMap(({ label, faults }) => (faults === undefined ? [] : [{ label, of: faults }]));

const hours = (value: number): string => formatNumber(value, 4);

/** What faults cost each policy and what was done about them; none where nothing can fail. */
export function faultTables(policies: readonly PolicyFaults[]): CentreTable[] {
  const all = known(policies);
  return [causes(all), spending(all), times(all), widths(all), done(all), alarms(all)].filter(hasRows);
}

/** What is of interest to those who look closer. */
export function moreFaultTables(policies: readonly PolicyFaults[]): CentreTable[] {
  const all = known(policies);
  return [outages(all), ...interrupts(all), checkpoints(all)].filter(hasRows);
}

const hasRows = ({ rows }: CentreTable): boolean => rows.length > 0;

function causes(all: readonly Known[]): CentreTable {
  const rows = all.flatMap(({ label, of }) => of.causes.map((one) => ({ label, one })));
  const recover = scaleOf(
    's',
    rows.map(({ one }) => one.mean_time_to_recover),
  );
  return {
    title: 'Faults that stopped jobs, by cause',
    head: [
      ...['Policy', 'Cause', 'Interrupts', 'Jobs given up', 'Lost (node-h)', 'Lost each time (node-h)'],
      ...['Of it undetected (node-h)', `Mean time to recover (${recover.unit})`],
    ],
    words: 2,
    rows: rows.map(({ label, one }) => [
      ...[label, one.cause, formatCount(one.interrupts ?? 0), formatCount(one.failed ?? 0)],
      ...[hours(one.lost_node_hours ?? 0), eachTime(one)],
      ...[hours(one.undetected_node_hours ?? 0), recover.show(one.mean_time_to_recover)],
    ]),
  };
}

/** Jobs that were preempted before anybody knew of a fault were not interrupted by it. */
const eachTime = ({ lost_node_hours, interrupts }: FaultFigures['causes'][number]): string =>
  interrupts === null || interrupts === 0 ? NO_VALUE : hours((lost_node_hours ?? 0) / interrupts);

const SPENT: readonly (readonly [Spending, string])[] = [
  ['useful', 'Useful (%)'],
  ['lost', 'Lost (%)'],
  ['checkpoint', 'Checkpoints (%)'],
  ['restore', 'Restoring (%)'],
  ['slow', 'Slowed down (%)'],
  ['stuck', 'Stuck (%)'],
  ['dead', 'Dead, undetected (%)'],
];

function spending(all: readonly Known[]): CentreTable {
  const kinds = SPENT.filter(([kind]) => kind === 'useful' || all.some(({ of }) => of.core_hours[kind] > 0));
  const share = scaleOf('share', []).show;
  return {
    title: 'What the core-hours went into that jobs held',
    head: ['Policy', 'Held (core-h)', ...kinds.map(([, title]) => title)],
    words: 1,
    rows: all.map(({ label, of: { core_hours } }) => [
      ...[label, formatNumber(core_hours.held)],
      ...kinds.map(([kind]) => share(core_hours.held > 0 ? core_hours[kind] / core_hours.held : null)),
    ]),
  };
}

function times(all: readonly Known[]): CentreTable {
  const detect = scaleOf(
    's',
    all.flatMap(({ of }) => [of.detect.mean, of.detect.max]),
  );
  const recover = scaleOf(
    's',
    all.flatMap(({ of }) => [of.recover.mean, of.recover.max]),
  );
  return {
    title: 'Time to detect failures of nodes, and for jobs to recover',
    head: [
      ...[
        'Policy',
        'Failures of nodes',
        ...['Mean', 'P95', 'Max'].map((of) => `${of} time to detect (${detect.unit})`),
      ],
      ...['Jobs that ran again', ...['Mean', 'P95', 'Max'].map((of) => `${of} time to recover (${recover.unit})`)],
    ],
    words: 1,
    rows: all.map(({ label, of }) => [
      ...[label, formatCount(of.detect.count), ...[of.detect.mean, of.detect.p95, of.detect.max].map(detect.show)],
      ...[formatCount(of.recover.count), ...[of.recover.mean, of.recover.p95, of.recover.max].map(recover.show)],
    ]),
  };
}

function widths(all: readonly Known[]): CentreTable {
  const sizes = SIZES.filter(({ name }) => all.some(({ of }) => of.classes.size.some((one) => one.name === name)));
  const { unit, show } = scaleOf(
    's',
    all.flatMap(({ of }) => of.classes.size.map(({ mtti }) => mtti)),
  );
  return {
    title: `Mean time to interrupt by processors of the job, ${unit}, and how many interrupts`,
    head: ['Policy', ...sizes.map(({ name, range }) => `${name} (${range})`)],
    words: 1,
    rows: all.map(({ label, of }) => [
      label,
      ...sizes.map(({ name }) => {
        const found = of.classes.size.find((one) => one.name === name);
        return found === undefined ? NO_VALUE : `${show(found.mtti)} (${formatCount(found.interrupts)})`;
      }),
    ]),
  };
}

const CLASSES: readonly (readonly [InterruptClass, string, string])[] = [
  ['length', 'length of the job', 'Length'],
  ['account', 'account', 'Account'],
  ['user', 'user', 'User'],
  ['partition', 'partition', 'Partition'],
  ['qos', 'QOS', 'QOS'],
];

/** A classification of one class says nothing that is not said of all. */
const interrupts = (all: readonly Known[]): CentreTable[] =>
  CLASSES.filter(([by]) => all.some(({ of }) => of.classes[by].length > 1)).map(([by, what, head]) => {
    const rows = all.flatMap(({ label, of }) => of.classes[by].map((one) => ({ label, one })));
    const { unit, show } = scaleOf(
      's',
      rows.map(({ one }) => one.mtti),
    );
    return {
      title: `Interrupts by ${what}`,
      head: ['Policy', head, 'Interrupts', 'Held nodes (h)', `Mean time to interrupt (${unit})`],
      words: 2,
      rows: rows.map(({ label, one }) => [
        ...[label, one.name, formatCount(one.interrupts), hours(one.held_hours), show(one.mtti)],
      ]),
    };
  });

const done = (all: readonly Known[]): CentreTable => ({
  title: 'What was done about them',
  head: [
    ...['Policy', 'Went on from a checkpoint', 'Began anew', 'Given up', 'Moved ahead of a failure'],
    ...['Spares that took a place', 'Different nodes quarantined'],
  ],
  words: 1,
  rows: all.map(({ label, of: { done: one } }) => [
    label,
    ...[one.from_checkpoint, one.from_start, one.given_up, one.moved, one.spares, one.quarantined].map(formatCount),
  ]),
});

const alarms = (all: readonly Known[]): CentreTable => ({
  title: 'Alarms, and what moving jobs saved and cost',
  head: [
    ...['Policy', 'Alarms', 'True', 'False', 'Nodes drained', 'Jobs moved', 'Interrupts spared'],
    'Saving and reading again (node-h)',
  ],
  words: 1,
  rows: all.flatMap(({ label, of: { predictor: one } }) =>
    one === undefined
      ? []
      : [
          [
            ...[label, ...[one.alarms, one.justified, one.unjustified, one.drained].map(formatCount)],
            ...[formatCount(one.moved), formatCount(one.spared), hours(one.cost_node_hours)],
          ],
        ],
  ),
});

const outages = (all: readonly Known[]): CentreTable => ({
  title: 'Failures of nodes, by cause',
  head: ['Policy', 'Cause', 'Events', 'Nodes that failed', 'Down (node-h)'],
  words: 2,
  rows: all.flatMap(({ label, of }) =>
    of.outages.map((one) => [
      ...[label, one.cause, formatCount(one.events), formatCount(one.outages), hours(one.node_hours)],
    ]),
  ),
});

const checkpoints = (all: readonly Known[]): CentreTable => ({
  title: 'Checkpoints',
  head: ['Policy', 'Written', 'Restored', 'Found unreadable', 'Evicted', 'Not written for want of room'],
  words: 1,
  rows: all.flatMap(({ label, of: { checkpointing, checkpoints: one } }) =>
    checkpointing === null
      ? []
      : [[label, ...[one.written, one.restored, one.unreadable, one.evicted, one.failed].map(formatCount)]],
  ),
});
