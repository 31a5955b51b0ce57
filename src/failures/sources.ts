import type { Random } from '../kernel/random.ts';
import type { StorageFault } from '../model/faults.ts';
import type { Machine, NodeId } from '../model/machine.ts';
import type { Duration, Time } from '../model/time.ts';
import type { Law } from './laws/law.ts';
import type { RecordedOutage, Source, Stage } from './source.ts';

/** How long something works, and how long its repair takes. */
export interface Renewal {
  readonly up: Law;
  readonly repair: Law;
}

/** Each node fails of itself, as new after each repair; new too at the beginning. */
export const nodeFailures =
  (machine: Machine, nodes: readonly NodeId[], { up, repair }: Renewal): Source =>
  (stage) => {
    for (const node of nodes) {
      const random = stage.streams.stream(`failures/node-${machine.nodes[node]!.name}`);
      const live = (from: Time): void => {
        const at = from + up.draw(random);
        const length = repair.draw(random);
        stage.plan(from, () => stage.foresee(node, at));
        stage.plan(at, () => {
          const cascade = { generation: 0, hit: new Set([node]) };
          live(stage.fail({ nodes: [node], cause: 'node', repair: length, cascade }));
        });
      };
      live(0);
    }
  };

/**
 * What nodes share fails, and all of them with it: a rack, a power domain, the whole machine.
 * @param name of its stream, `failures/NAME`, such as `rack-a`
 */
export const sharedFailures =
  (name: string, cause: string, nodes: readonly NodeId[], { up, repair }: Renewal): Source =>
  (stage) =>
    renew(stage, up, stage.streams.stream(`failures/${name}`), (random) =>
      stage.fail({ nodes, cause, repair: repair.draw(random) }),
    );

/** Plans one event after the other, each drawn from the end of the one before. */
function renew(stage: Stage, up: Law, random: Random, happen: (random: Random) => Time): void {
  const wait = (from: Time): void => stage.plan(from + up.draw(random), () => wait(happen(random)));
  wait(0);
}

/** Groups of nodes that fail at almost the same time. */
export interface Bursts {
  /** From the beginning of one to that of the next. */
  readonly every: Law;
  /** How many nodes. */
  readonly size: Law;
  /** The first fails at the beginning of the burst, the others at moments within so long, each as likely. */
  readonly within: Duration;
  readonly repair: Law;
}

/**
 * Time-correlated failures: times between groups, their sizes and times down as laws of their own, which are the three
 * parts of the model of Gallet et al. (Euro-Par'10). Its nodes are any of `nodes`, each as likely.
 */
export const bursts =
  (nodes: readonly NodeId[], { every, size, within, repair }: Bursts): Source =>
  (stage) =>
    renew(stage, every, stage.streams.stream('failures/bursts'), (random) => {
      const begin = stage.now;
      for (const [i, node] of someOf(nodes, size.draw(random), random).entries()) {
        const at = i === 0 ? begin : begin + Math.floor(random() * (within + 1));
        const length = repair.draw(random);
        const cascade = { generation: 0, hit: new Set([node]) };
        stage.plan(at, () => stage.fail({ nodes: [node], cause: 'burst', repair: length, cascade }));
      }
      return begin;
    });

/** The first places of a Fisher-Yates shuffle. */
function someOf(nodes: readonly NodeId[], count: number, random: Random): NodeId[] {
  const left = [...nodes];
  const some = Math.min(count, left.length);
  for (let i = 0; i < some; i += 1) {
    const j = i + Math.floor(random() * (left.length - i));
    [left[i], left[j]] = [left[j]!, left[i]!];
  }
  return left.slice(0, some);
}

/** The store of checkpoints is at fault from time to time. */
export const storageFaults =
  (what: StorageFault['what'], { up, repair }: Renewal, speed = 1): Source =>
  (stage) =>
    renew(stage, up, stage.streams.stream(`failures/storage-${what}`), (random) => {
      const until = stage.now + repair.draw(random);
      stage.emit({ kind: 'storage', from: stage.now, until, what, speed });
      return until;
    });

/** The jobs of an entity get into a deadlock from time to time; its name is that of the stream. */
export const deadlocks =
  (entity: number, name: string, every: Law): Source =>
  (stage) =>
    renew(stage, every, stage.streams.stream(`failures/deadlock-${name}`), () => {
      stage.emit({ kind: 'deadlock', from: stage.now, entity });
      return stage.now;
    });

/** Outages as they were recorded, in any order: no crew makes them longer, and they set no cascades off. */
export const replay =
  (outages: readonly RecordedOutage[]): Source =>
  (stage) => {
    /** Since when each node works, as far as its outages have been gone through; infinite where it never will again. */
    const works = new Map<NodeId, Time>();
    for (const { node, from, until, cause } of [...outages].sort((a, b) => a.from - b.from)) {
      const since = works.get(node) ?? 0;
      if (since < from) stage.plan(since, () => stage.foresee(node, from));
      works.set(node, Math.max(since, until));
      stage.plan(from, () => stage.recorded({ node, from, until, cause }));
    }
    for (const [node, since] of works)
      if (since < Number.POSITIVE_INFINITY) stage.plan(since, () => stage.foresee(node, Number.POSITIVE_INFINITY));
  };
