import type { Limits, Machine, MachineNode, NodeGroup, NodeId, Partition } from '../../model/machine.ts';
import { suggestion } from '../../model/nearest.ts';
import { CORES } from '../../model/resources.ts';
import type { Time } from '../../model/time.ts';
import type { Path, Problem } from '../problem.ts';
import { mebibytes, milliseconds } from './amounts.ts';
import type { ClusterForm, GroupForm, Selection } from './cluster-form.ts';
import type { LimitsForm } from './rules-form.ts';

/** A machine, the way from what a scenario names to its nodes, and those that join later. */
export interface NamedMachine {
  readonly machine: Machine;
  /** Cores of all nodes that are there from the beginning: what percentages are of. */
  readonly cores: number;
  readonly joining: readonly { readonly at: Time; readonly nodes: readonly NodeId[] }[];
  /** The nodes that are meant, in order; what is named wrongly is added to the problems. */
  select(selection: Selection, path: Path): NodeId[];
}

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
  const cores = nodes.reduce(
    (sum, { group, status }) => sum + (status === 'online' ? groups[group]!.each[CORES]! : 0),
    0,
  );
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
  const perRack = each ?? Math.ceil(count / rows.length);
  return (node) => rows[Math.floor(node / perRack)]!;
}

type Nodes = Pick<Machine, 'groups' | 'racks' | 'nodes'>;

function selector({ groups, racks, nodes }: Nodes, problems: Problem[]): NamedMachine['select'] {
  const places: Readonly<Record<string, readonly string[]>> = {
    groups: groups.map(({ name }) => name),
    racks,
    nodes: nodes.map(({ name }) => name),
  };
  return (selection, path) => {
    const said = (['groups', 'racks', 'nodes'] as const).filter((key) => selection[key] !== undefined);
    if (said.length === 0) return nodes.map((_, node) => node as NodeId);
    const wanted = { groups: new Set<number>(), racks: new Set<number>(), nodes: new Set<number>() };
    const add = (key: keyof typeof wanted, name: string, at: Path): void => {
      const index = places[key]!.indexOf(name);
      if (index >= 0) wanted[key].add(index);
      else
        problems.push({ path: at, message: `unknown ${key.slice(0, -1)} '${name}'${suggestion(name, places[key]!)}` });
    };
    for (const key of said) {
      for (const [i, text] of selection[key]!.entries()) {
        for (const one of key === 'nodes' ? expanded(text) : [text]) add(key, one, [...path, key, i]);
      }
    }
    return nodes.flatMap(({ group, rack }, node) =>
      wanted.groups.has(group) || wanted.racks.has(rack) || wanted.nodes.has(node) ? [node as NodeId] : [],
    );
  };
}

/** `gpu-[1-3,7]` is gpu-1, gpu-2, gpu-3 and gpu-7, as Slurm writes lists of hosts. */
function expanded(text: string): string[] {
  const [, head, list] = /^(.*)\[([\d,-]+)\]$/.exec(text) ?? [];
  if (head === undefined || list === undefined) return [text];
  return list.split(',').flatMap((range) => {
    const [from = '', to = from] = range.split('-');
    return Array.from({ length: Math.max(0, Number(to) - Number(from) + 1) }, (_, i) => `${head}${Number(from) + i}`);
  });
}

export const limitsOf = (form: LimitsForm = {}): Limits => ({
  jobs: form.jobs,
  cores: form.cores,
  gpus: form.gpus,
  memory: form.memory === undefined ? undefined : mebibytes(form.memory),
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
