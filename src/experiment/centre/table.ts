import type { Dependency, JobAsks, Shape } from '../../model/asks.ts';
import type { Qos, Window } from '../../model/centre.ts';
import type { JobId, JobTable } from '../../model/jobs.ts';
import type { Machine } from '../../model/machine.ts';
import { CORES } from '../../model/resources.ts';
import { suits } from '../../model/suits.ts';
import { mebibytes } from './amounts.ts';
import type { AfterForm } from './asks-form.ts';
import { DEFAULT_ACCOUNT, type Entities, isNumber, UNKNOWN_USER } from './entities.ts';
import type { JobRow } from './rows.ts';
import type { AccountsForm } from './rules-form.ts';

/** What names in asks stand for. */
export interface Known {
  readonly machine: Machine;
  readonly windows: readonly Window[];
  readonly qos: readonly Qos[];
  readonly entities: Entities;
  readonly accounts: AccountsForm | undefined;
}

/** The table of jobs in order of arrival, and what they ask. Names must have been checked. */
export function tableOf(rows: readonly JobRow[], known: Known): JobTable {
  const sorted = rows
    .map((row, i) => ({ row, i }))
    .sort((a, b) => a.row.submit - b.row.submit || a.i - b.i)
    .map(({ row }) => row);
  const shapes = new Map<string, number>();
  const list: Shape[] = [];
  const shape = Int32Array.from(sorted, (row) => {
    const one = shapeOf(row, known);
    const key = JSON.stringify(one);
    const index = shapes.get(key) ?? list.push(one) - 1;
    shapes.set(key, index);
    return index;
  });
  const column = (of: (row: JobRow) => number): Float64Array => Float64Array.from(sorted, of);
  const asks: JobAsks = {
    shapes: list,
    shape,
    entity: Int32Array.from(sorted, (row) => leafOf(row, known)),
    qos: Int32Array.from(sorted, ({ ask }) =>
      Math.max(
        0,
        known.qos.findIndex(({ name }) => name === ask.qos),
      ),
    ),
    priority: column(({ ask }) => ask.priority ?? 0),
    deadline: column(({ deadline }) => deadline),
    dependencies: dependenciesOf(sorted),
    names: sorted.map(({ name }) => name),
    ...(sorted.some(({ rush }) => rush) && { rush: sorted.flatMap(({ rush }, row) => (rush ? [row as JobId] : [])) }),
  };
  const fails = Uint8Array.from(sorted, ({ ask }) => (ask.fails ? 1 : 0));
  return {
    length: sorted.length,
    id: sorted.map(({ id }) => id),
    submit: column(({ submit }) => submit),
    runtime: column(({ runtime }) => runtime),
    estimate: column(({ estimate }) => estimate),
    procs: Int32Array.from(shape, (index) => coresOf(list[index]!, known.machine)),
    killed: Uint8Array.from(sorted, ({ killed }) => (killed ? 1 : 0)),
    user: sorted.map(({ ask, user }) => (ask.user === undefined ? user : numberOf(String(ask.user)))),
    group: sorted.map(({ group }) => group),
    queue: sorted.map(({ queue }) => queue),
    asks,
    ...(fails.includes(1) && { fails }),
  };
}

/** Tasks and what each needs; processors of a trace are tasks of one core unless a rule says otherwise. */
export function shapeOf({ ask, procs = 1 }: Pick<JobRow, 'ask' | 'procs'>, { machine, windows }: Known): Shape {
  const wholeNodes = ask.nodes !== undefined || ask.procs_per_node !== undefined;
  const cores = ask.cores ?? ask.procs_per_node ?? ask.procs_per_task ?? 1;
  const divisor = ask.procs_per_node ?? ask.procs_per_task ?? 1;
  const memory = ask.memory !== undefined ? mebibytes(ask.memory) : mebibytes(ask.memory_per_core ?? 0) * cores;
  return {
    tasks: ask.nodes ?? ask.tasks ?? Math.ceil(procs / divisor),
    perTask: [cores, memory, ask.gpus ?? 0, mebibytes(ask.storage ?? 0)],
    wholeNodes,
    features: ask.features ?? [],
    ...(ask.gpu_type !== undefined && { gpuType: ask.gpu_type }),
    partition: Math.max(
      0,
      machine.partitions.findIndex(({ name }) => name === ask.partition),
    ),
    layout: ask.layout ?? 'any',
    ...(ask.kind !== undefined && { kind: ask.kind }),
    reservation:
      ask.reservation === undefined
        ? -1
        : windows.findIndex(({ name, kind }) => kind === 'reservation' && name === ask.reservation),
  };
}

/** Cores of a job: of whole nodes, those of the smallest that suit it. */
function coresOf(shape: Shape, { groups }: Machine): number {
  if (!shape.wholeNodes) return shape.tasks * shape.perTask[CORES]!;
  const sizes = groups.filter((group) => suits(group, shape)).map(({ each }) => each[CORES]!);
  return shape.tasks * (sizes.length === 0 ? shape.perTask[CORES]! : Math.min(...sizes));
}

function leafOf({ ask, user, group }: JobRow, { entities, accounts }: Known): number {
  const account = ask.account ?? (accounts === 'groups' ? `group-${group}` : DEFAULT_ACCOUNT);
  return entities.leaf(account, String(ask.user ?? (user < 0 ? UNKNOWN_USER : user)));
}

/** The number by which a trace would know a user; -1 for one with a name. */
const numberOf = (user: string): number => (isNumber(user) ? Number(user) : -1);

/** Every job that a name stands for: itself, or all members of its array. */
function dependenciesOf(rows: readonly JobRow[]): Map<JobId, readonly Dependency[]> {
  const byName = new Map<string, JobId[]>();
  for (const [row, { form }] of rows.entries()) {
    if (form === undefined) continue;
    const known = byName.get(form.name);
    if (known === undefined) byName.set(form.name, [row as JobId]);
    else known.push(row as JobId);
  }
  const found = new Map<JobId, readonly Dependency[]>();
  for (const [row, { form }] of rows.entries()) {
    if (form?.after === undefined) continue;
    const list = namedIn(form.after).flatMap(({ on, after }) =>
      (byName.get(on) ?? []).map((job) => ({ on: job, after })),
    );
    found.set(row as JobId, list);
  }
  return found;
}

/** What a job waits for, as names. */
export function namedIn(after: AfterForm): { readonly on: string; readonly after: Dependency['after'] }[] {
  const entries = typeof after === 'string' ? [after] : after;
  return entries.flatMap((entry) =>
    typeof entry === 'string'
      ? [{ on: entry, after: 'ok' as const }]
      : Object.entries(entry).map(([how, on]) => ({ on, after: how as Dependency['after'] })),
  );
}
