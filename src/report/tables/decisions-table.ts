import type { CentreFact, DecisionFact, Fact, Observer, ReserveFact, StartReason } from '../../model/facts.ts';
import { type JobTable, NO_JOB } from '../../model/jobs.ts';
import type { Time } from '../../model/time.ts';
import type { WhyNot } from '../../model/why-not.ts';
import { type Cell, type Column, orNone, type Row, type TableHead } from './table.ts';

const COLUMNS: readonly Column[] = [
  { name: 'policy', type: 'text', description: 'The label of the policy.' },
  { name: 'time_ms', type: 'int64', unit: 'ms', description: 'When it was decided.' },
  {
    name: 'action',
    type: 'text',
    description:
      'start: the job starts. reserve: the future is held for it. replan: it has outlived its prediction and is planned ' +
      'anew. wait: the decision is over and jobs are left waiting, this one first. notice, preempt: it is told to make ' +
      'room, and stops. reject, cancel: it can never run.',
  },
  {
    name: 'row',
    type: 'int32',
    optional: true,
    description: 'The job, by its place in the order of arrival; none for a wait in which the policy sees nobody.',
  },
  { name: 'job_id', type: 'int64', optional: true, description: 'Its label in the trace.' },
  {
    name: 'rule',
    type: 'text',
    optional: true,
    description:
      'Of a start: by which rule of the plan. Of a reservation: kept, or momentary if for this decision alone. Of a ' +
      'preemption: what becomes of the job. Of a wait on a machine of nodes: why the job has not started.',
  },
  {
    name: 'free',
    type: 'int64',
    unit: 'processors',
    optional: true,
    description: 'Of a start: free just before it. Of a wait: free at the end of the decision.',
  },
  { name: 'waiting', type: 'int32', unit: 'jobs', optional: true, description: 'Of a wait: how many jobs wait.' },
  {
    name: 'at_ms',
    type: 'int64',
    unit: 'ms',
    optional: true,
    description:
      'Of a reservation: when it begins. Of a wait: when the job is planned to have its place; none if no time is in sight.',
  },
  {
    name: 'until_ms',
    type: 'int64',
    unit: 'ms',
    optional: true,
    description: 'Of a start, a reservation or a replan: the planned end. Of a notice: by when to make room.',
  },
  {
    name: 'other_row',
    type: 'int32',
    optional: true,
    description:
      'Of a start or a wait: whose reservation the decision made first and heeded; on a machine of nodes, of a wait, the ' +
      'job that holds most of what is lacking, or stands first in line. Of a notice or a preemption: who needs the room.',
  },
  { name: 'other_id', type: 'int64', optional: true, description: 'The label of that job in the trace.' },
  {
    name: 'shadow_ms',
    type: 'int64',
    unit: 'ms',
    optional: true,
    description: 'When the reservation of that job begins, where it is one that was heeded.',
  },
  {
    name: 'spare',
    type: 'int64',
    unit: 'processors',
    optional: true,
    description: 'Processors left beside that reservation then, if it is the only one.',
  },
  {
    name: 'note',
    type: 'text',
    optional: true,
    description: "Of a start: the policy's own words. Of a preemption, a rejection or a cancellation: why.",
  },
];

/** Everything that was decided in a run, and with it the reason. */
export const DECISIONS_TABLE: TableHead = {
  name: 'decisions',
  description: 'Every decision, in order, with its reason.',
  columns: COLUMNS,
};

/** What a fact says beside time, action and job; `NO_JOB` and what is no number are none. */
interface Reason {
  readonly rule: string | null;
  readonly free: number;
  readonly waiting: number;
  readonly at: Time;
  readonly until: Time;
  readonly other: number;
  readonly shadow: Time;
  readonly spare: number;
  readonly note: string | null;
}

/** Of a fact that says nothing more. */
const NOTHING: Reason = {
  rule: null,
  free: Number.NaN,
  waiting: Number.NaN,
  at: Number.NaN,
  until: Number.NaN,
  other: NO_JOB,
  shadow: Number.NaN,
  spare: Number.NaN,
  note: null,
};

/** Watches a run and gives a row of `DECISIONS_TABLE` for everything that is decided in it, when it is. */
export function decisionRows(policy: string, { id }: JobTable, add: (row: Row) => void): Observer {
  // There are several for each job of a run, so they are put together without a detour.
  const tell = (time: Time, action: string, job: number, reason: Reason): void => {
    const { rule, other, note } = reason;
    add([
      policy,
      time,
      action,
      ...(job === NO_JOB ? NOBODY : [job, id[job]!]),
      rule,
      orNone(reason.free),
      orNone(reason.waiting),
      orNone(reason.at),
      orNone(reason.until),
      ...(other === NO_JOB ? NOBODY : [other, id[other]!]),
      orNone(reason.shadow),
      orNone(reason.spare),
      note,
    ]);
  };
  return {
    name: 'decisions table',
    reasons: true,
    on(fact: Fact) {
      const { kind, time } = fact;
      if (kind === 'start') tell(time, kind, fact.job, ofStart(fact.reason!));
      else if (kind === 'reserve') tell(time, kind, fact.job, ofReservation(fact));
      else if (kind === 'replan') tell(time, kind, fact.job, { ...NOTHING, until: fact.until });
      // Where nobody is left waiting, the decision's starts have said everything.
      else if (kind === 'decision' && fact.waiting > 0) tell(time, 'wait', fact.first, ofWait(fact));
    },
    onCentre(fact: CentreFact) {
      const { kind, time } = fact;
      if (kind === 'notice') tell(time, kind, fact.job, { ...NOTHING, until: fact.until, other: fact.for });
      else if (kind === 'preempt') {
        tell(time, kind, fact.job, { ...NOTHING, rule: fact.mode, other: fact.for, note: fact.why });
      } else if (kind === 'reject' || kind === 'cancel') tell(time, kind, fact.job, { ...NOTHING, note: fact.why });
    },
  };
}

const NOBODY: readonly Cell[] = [null, null];

const ofStart = ({ rule, free, until, head, shadow, spare, why }: StartReason): Reason => ({
  rule,
  free,
  waiting: Number.NaN,
  at: Number.NaN,
  until,
  other: head,
  shadow,
  spare,
  note: why ?? null,
});

const ofReservation = ({ at, until, kept }: ReserveFact): Reason => ({
  ...NOTHING,
  rule: kept ? 'kept' : 'momentary',
  at,
  until,
});

function ofWait({ free, waiting, first, expected, head, shadow, spare, whyNot }: DecisionFact): Reason {
  const why = first === NO_JOB ? undefined : whyNot?.(first);
  return {
    rule: why?.rule ?? null,
    free,
    waiting,
    at: first === NO_JOB ? Number.NaN : expected,
    until: Number.NaN,
    other: why === undefined ? head : standsInTheWay(why),
    shadow: why === undefined ? shadow : Number.NaN,
    spare: why === undefined ? spare : Number.NaN,
    note: null,
  };
}

/** The one job that most stands in the way of another, if one does. */
function standsInTheWay(why: WhyNot): number {
  if (why.rule === 'would-delay' || why.rule === 'in-order') return why.by;
  if (why.rule !== 'room' && why.rule !== 'limit') return NO_JOB;
  const [most] = [...why.holders].sort((a, b) => b.part - a.part);
  return most?.job ?? NO_JOB;
}
