import type { Limits, Machine, MachineNode, NodeGroup, NodeId, Partition } from '../../model/machine.ts';
import { suggestionOfMany } from '../../model/nearest.ts';
import { CORE_HOUR, CORES } from '../../model/resources.ts';
import type { Time } from '../../model/time.ts';
import type { Path, Problem } from '../problem.ts';
import { mebibytes, milliseconds } from './amounts.ts';
import type { ClusterForm, GroupForm, Selection } from './cluster-form.ts';
import { nodeList } from './node-lists.ts';
import type { LimitsForm } from './rules-form.ts';

/** A machine, and the way from what a scenario names to its nodes. */
export interface NodesByName {
  readonly machine: Machine;
  /** The nodes that are meant, in order; what is named wrongly is added to the problems. */
  select(selection: Selection, path: Path): NodeId[];
}

/** The same with those nodes that join later. */
export interface NamedMachine extends NodesByName {
  /** Cores of all nodes that are there from the beginning, which percentages are of, and of all that are ever there. */
  readonly cores: Readonly<Record<'first' | 'ever', number>>;
  readonly joining: readonly { readonly at: Time; readonly nodes: readonly NodeId[] }[];
}

/** @param problems gets what is named wrongly */
export const nodesByName = (machine: Machine, problems: Problem[]): NodesByName => ({
  machine,
  select: selector(machine, problems),
});

/** @param problems gets what is wrong */
export function machineOf(cluster: ClusterForm, problems: Problem[]): NamedMachine {
  const forms = Object.entries(cluster.groups ?? {});
  const groups = forms.map(([name, form]) => groupOf(name, form));
  const racks: string[] = [];
  const nodes: MachineNode[] = [];
  const joining: { at: Time; nodes: NodeId[] }[] = [];
  for (const [index, [name, form]] of forms.entries()) {
    const first = nodes.length;
    const rackOf = racksOf(name, form, racks);
    const status = form.from === undefined ? 'online' : 'offline';
    for (let i = 0; i < form.count; i += 1)
      nodes.push({ name: `${name}-${i + 1}`, group: index, rack: rackOf(i), status });
    if (form.from === undefined || form.from === 'never') continue;
    const ids = nodes.slice(first).map((_, i) => (first + i) as NodeId);
    joining.push({ at: milliseconds(form.from), nodes: ids });
  }
  const select = selector({ groups, racks, nodes }, problems);
  const partitions = partitionsOf(cluster, select);
  const coresIn = (list: readonly MachineNode[]): number =>
    list.reduce((sum, { group }) => sum + groups[group]!.each[CORES]!, 0);
  const cores = { first: coresIn(nodes.filter(({ status }) => status === 'online')), ever: coresIn(nodes) };
  return { machine: { groups, racks, nodes, partitions }, cores, joining, select };
}

function groupOf(name: string, form: GroupForm): NodeGroup {
  const { count, cores, memory = 0, gpus = 0, storage = 0, gpu_type: gpuType, features = [], speed = 1 } = form;
  return {
    name,
    count,
    each: [cores, mebibytes(memory), gpus, mebibytes(storage)],
    gpuType,
    features,
    speed,
    speedOf: new Map(Object.entries(form.speed_of ?? {})),
  };
}

/** Adds a group's racks to all racks; returns the rack of each of its nodes. */
function racksOf(name: string, form: GroupForm, racks: string[]): (node: number) => number {
  const { count, racks: given = 1, nodes_per_rack: each } = form;
  const many = each === undefined ? given : Math.ceil(count / each);
  const names = typeof many === 'number' ? Array.from({ length: many }, (_, i) => `${name}-r${i + 1}`) : many;
  const rows = names.map((rack) => {
    // Groups may share a rack by its name.
    if (!racks.includes(rack)) racks.push(rack);
    return racks.indexOf(rack);
  });
  return (node) => rows[Math.floor(each === undefined ? (node * rows.length) / count : node / each)]!;
}

const rowsOf = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, row) => [name, row]));

type Nodes = Pick<Machine, 'groups' | 'racks' | 'nodes'>;

function selector({ groups, racks, nodes }: Nodes, problems: Problem[]): NamedMachine['select'] {
  const places = { groups: groups.map(({ name }) => name), racks, nodes: nodes.map(({ name }) => name) };
  const rows = { groups: rowsOf(places.groups), racks: rowsOf(racks), nodes: rowsOf(places.nodes) };
  /** Adds what a text means; returns what is wrong with it. */
  const add = (key: keyof typeof places, text: string, wanted: Set<number>): string | undefined => {
    const names = key === 'nodes' ? nodeList(text) : [text];
    if ('wrong' in names) return names.wrong;
    for (const name of names) {
      const row = rows[key].get(name);
      if (row === undefined) return `unknown ${key.slice(0, -1)} '${name}'${suggestionOfMany(name, places[key])}`;
      wanted.add(row);
    }
    return undefined;
  };
  return (selection, path) => {
    const said = (['groups', 'racks', 'nodes'] as const).filter((key) => selection[key] !== undefined);
    if (said.length === 0) return nodes.map((_, node) => node as NodeId);
    const wanted = { groups: new Set<number>(), racks: new Set<number>(), nodes: new Set<number>() };
    for (const key of said) {
      for (const [i, text] of selection[key]!.entries()) {
        const wrong = add(key, text, wanted[key]);
        if (wrong !== undefined) problems.push({ path: [...path, key, i], message: wrong });
      }
    }
    return nodes.flatMap(({ group, rack }, node) =>
      wanted.groups.has(group) || wanted.racks.has(rack) || wanted.nodes.has(node) ? [node as NodeId] : [],
    );
  };
}

export const limitsOf = (form: LimitsForm = {}): Limits => ({
  jobs: form.jobs,
  cores: form.cores,
  gpus: form.gpus,
  memory: form.memory === undefined ? undefined : mebibytes(form.memory),
  storage: form.storage === undefined ? undefined : mebibytes(form.storage),
  coreTime: form.core_hours === undefined ? undefined : Math.round(form.core_hours * CORE_HOUR),
  submitted: form.submitted,
});

function partitionsOf({ partitions }: ClusterForm, select: NamedMachine['select']): Partition[] {
  return Object.entries(partitions ?? { all: {} }).map(([name, form]) => ({
    name,
    nodes: select(form, ['cluster', 'partitions', name]),
    tier: form.tier ?? 1,
    factor: form.factor ?? 0,
    maxTime: form.max_time === undefined ? undefined : milliseconds(form.max_time),
    maxNodes: form.max_nodes,
    maxCores: form.max_cores,
    limits: limitsOf(form.limits),
  }));
}
