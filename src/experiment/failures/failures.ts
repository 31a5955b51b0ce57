import type { Cascades } from '../../failures/cascades.ts';
import { type FaultOptions, faultModel } from '../../failures/fault-model.ts';
import { type Law, uniform } from '../../failures/laws/law.ts';
import { PREFABS } from '../../failures/prefabs.ts';
import type { Source } from '../../failures/source.ts';
import { bursts, nodeFailures, type Renewal, sharedFailures, storageFaults } from '../../failures/sources.ts';
import type { FaultModel } from '../../model/faults.ts';
import type { MachineNode, NodeId } from '../../model/machine.ts';
import { suggestion } from '../../model/nearest.ts';
import type { Duration } from '../../model/time.ts';
import { milliseconds } from '../centre/amounts.ts';
import type { NodesByName } from '../centre/machine.ts';
import type { Path, Problem } from '../problem.ts';
import type { DetectionForm } from './detection-form.ts';
import type { FailureSetting } from './failure-setting.ts';
import { failureClashes } from './failures-clashes.ts';
import type { FailingForm, FailingNodesForm, FailuresForm } from './failures-form.ts';
import { deadlockSources, jobFaultsOf } from './job-faults.ts';
import { countOf, lawOf, spanOf, waitOf } from './laws.ts';
import type { LawName } from './laws-form.ts';
import { fraction } from './quantities.ts';
import { recordedOutages } from './replay.ts';

/** What a scenario says of failures and how they become known. */
export interface FailureForms {
  readonly failures: FailuresForm | undefined;
  readonly detection: DetectionForm | undefined;
}

export interface BuiltFailures {
  readonly model: FaultModel;
  /**
   * Mean time that a node of the machine works until it fails of itself: the inverse of the mean rate over all nodes, ms;
   * undefined where none does.
   */
  readonly mtbf: Duration | undefined;
  /** Of the content of the failure trace that is replayed; undefined where none is. */
  readonly trace: string | undefined;
}

/**
 * The faults that a scenario describes.
 * @param problems gets what is wrong; what is returned is undefined then, as it is where nothing fails
 */
export function faultModelOf(
  { failures, detection }: FailureForms,
  setting: FailureSetting,
  problems: Problem[],
): BuiltFailures | undefined {
  const before = problems.length;
  problems.push(...failureClashes(failures, detection, setting.seed));
  if (failures === undefined) return undefined;
  const { machine } = setting.named;
  const nodes = failingNodes(failures, setting.named, problems);
  const cascades = cascadesOf(failures);
  const recorded = recordedOutages(failures.trace, setting, problems);
  const options: FaultOptions & { readonly storage: boolean } = {
    sources: [
      ...nodes.map(({ nodes: some, renewal }) => nodeFailures(machine, some, renewal)),
      ...sharedSources(failures, setting.named, problems),
      ...storageSources(failures),
      ...deadlockSources(failures.jobs, setting, problems),
      ...(recorded === undefined ? [] : [recorded.source]),
    ],
    ...(cascades !== undefined && { cascades }),
    crew: failures.crew,
    ...(failures.until !== undefined && { until: milliseconds(failures.until) }),
    ...detectionOf(detection),
    jobs: jobFaultsOf(failures.jobs, setting, problems),
    storage: failures.storage !== undefined,
  };
  if (problems.length > before) return undefined;
  const model = faultModel(machine, options, setting.seed ?? 0);
  return { model, mtbf: mtbfOf(nodes, machine.nodes), trace: recorded?.digest };
}

interface FailingNodes {
  readonly nodes: readonly NodeId[];
  readonly renewal: Renewal;
}

const renewalOf = ({ law = 'exponential', mtbf, repair, ...rest }: FailingForm): Renewal => {
  const fit = PREFABS.find(({ name }) => name === law);
  if (fit !== undefined) return { up: fit.up, repair: repair === undefined ? fit.repair : spanOf(repair) };
  return { up: lawOf(law as LawName, { ...rest, mean: mtbf }, milliseconds), repair: spanOf(repair!) };
};

const nodeForms = (form: NonNullable<FailuresForm['nodes']>): readonly (readonly [FailingNodesForm, Path])[] => {
  const path = ['failures', 'nodes'];
  if (typeof form === 'string') return [[{ law: form }, path]];
  return Array.isArray(form)
    ? form.map((one: FailingNodesForm, i) => [one, [...path, i]] as const)
    : [[form as FailingNodesForm, path]];
};

/** Each set of nodes with how they fail; a node that is in two of them is a problem. */
function failingNodes(
  { nodes: form }: FailuresForm,
  { machine, select }: NodesByName,
  problems: Problem[],
): FailingNodes[] {
  if (form === undefined) return [];
  const taken = new Set<NodeId>();
  return nodeForms(form).map(([one, path]) => {
    const nodes = select(one.of ?? {}, [...path, 'of']);
    const twice = nodes.find((node) => taken.has(node));
    if (twice !== undefined)
      problems.push({ path, message: `${machine.nodes[twice]!.name} fails already as an entry before this one says` });
    for (const node of nodes) taken.add(node);
    return { nodes, renewal: renewalOf(one) };
  });
}

function mtbfOf(failing: readonly FailingNodes[], all: readonly MachineNode[]): Duration | undefined {
  const rate = failing.reduce((sum, { nodes, renewal }) => sum + nodes.length / renewal.up.mean, 0);
  return rate === 0 ? undefined : Math.max(1, Math.round(all.length / rate));
}

/** What nodes share, and bursts. */
function sharedSources(failures: FailuresForm, named: NodesByName, problems: Problem[]): Source[] {
  const { racks, power, machine, bursts: burst } = failures;
  const { racks: rackNames } = named.machine;
  const all = named.select({}, []);
  const inRacks = (names: readonly string[]): NodeId[] => named.select({ racks: names }, []);
  const sources: Source[] = [];
  if (racks !== undefined)
    for (const rack of rackNames)
      sources.push(sharedFailures(`rack-${rack}`, 'rack', inRacks([rack]), renewalOf(racks)));
  if (power !== undefined) {
    checkDomains(power.domains, rackNames, problems);
    for (const [name, members] of Object.entries(power.domains)) {
      const known = members.filter((rack) => rackNames.includes(rack));
      sources.push(sharedFailures(`power-${name}`, 'power', inRacks(known), renewalOf(power)));
    }
  }
  if (machine !== undefined) sources.push(sharedFailures('machine', 'machine', all, renewalOf(machine)));
  if (burst !== undefined) {
    if (typeof burst.size === 'number' && burst.size > all.length)
      problems.push({
        path: ['failures', 'bursts', 'size'],
        message: `is more than the ${all.length} nodes that there are`,
      });
    sources.push(
      bursts(all, {
        every: waitOf(burst.every),
        size: countOf(burst.size),
        within: milliseconds(burst.within),
        repair: spanOf(burst.repair),
      }),
    );
  }
  return sources;
}

/** Every rack hangs on one power domain at the most. */
function checkDomains(
  domains: Readonly<Record<string, readonly string[]>>,
  racks: readonly string[],
  problems: Problem[],
): void {
  const domainOf = new Map<string, string>();
  for (const [name, members] of Object.entries(domains)) {
    for (const [i, rack] of members.entries()) {
      const path = ['failures', 'power', 'domains', name, i];
      const other = domainOf.get(rack);
      if (!racks.includes(rack)) problems.push({ path, message: `unknown rack '${rack}'${suggestion(rack, racks)}` });
      else if (other !== undefined) problems.push({ path, message: `${rack} is in the domain ${other} already` });
      domainOf.set(rack, name);
    }
  }
}

function storageSources({ storage }: FailuresForm): Source[] {
  return (['slow', 'full', 'corrupt'] as const).flatMap((what) => {
    const form = storage?.[what];
    if (form === undefined) return [];
    const speed = what === 'slow' ? fraction(storage!.slow!.speed) : 1;
    return [storageFaults(what, { up: waitOf(form.every), repair: spanOf(form.for) }, speed)];
  });
}

/** What a cascade says, with the repair of the first nodes that fail of themselves where it says none. */
function cascadesOf({ cascade, nodes }: FailuresForm): Cascades | undefined {
  if (cascade === undefined) return undefined;
  const ofNodes = nodes === undefined ? undefined : renewalOf(nodeForms(nodes)[0]![0]).repair;
  const repair: Law | undefined = cascade.repair === undefined ? ofNodes : spanOf(cascade.repair);
  if (repair === undefined) return undefined;
  return {
    probability: fraction(cascade.probability),
    delay: uniform(milliseconds(cascade.within)),
    repair,
    generations: cascade.generations ?? 1,
  };
}

function detectionOf(form: DetectionForm | undefined): Pick<FaultOptions, 'heartbeat' | 'predictor' | 'signal'> {
  const { heartbeat, timeout, predictor, signal } = form ?? {};
  return {
    ...(heartbeat !== undefined && {
      heartbeat: { interval: milliseconds(heartbeat), timeout: milliseconds(timeout!) },
    }),
    ...(predictor !== undefined && {
      predictor: {
        precision: fraction(predictor.precision),
        recall: fraction(predictor.recall),
        lead: spanOf(predictor.lead),
        holds: milliseconds(predictor.holds),
      },
    }),
    ...(signal !== undefined && {
      signal: {
        every: milliseconds(signal.every),
        normal: signal.normal ?? 0,
        noise: signal.noise,
        failing: signal.failing,
        lead: spanOf(signal.lead),
        threshold: signal.threshold,
        samples: signal.samples ?? 1,
        holds: milliseconds(signal.holds),
      },
    }),
  };
}
