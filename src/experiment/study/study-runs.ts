import { execute } from '../../executors/execute.ts';
import type { RunStore } from '../../executors/store.ts';
import type { Executor, Hooks, Task } from '../../executors/task.ts';
import { InputError } from '../../model/errors.ts';
import { entryPoint } from '../../model/package.ts';
import type { Experiment, PlannedPolicy } from '../experiment.ts';
import { shown } from './axes.ts';
import { codeDigest } from './code-digest.ts';
import { RunKeys } from './key.ts';
import { UNCUT } from './observe.ts';
import { partsOf } from './parts.ts';
import type { RunInput, SharedInput } from './perform.ts';
import { experimentAt, inReplication } from './point.ts';
import type { RunRecord } from './record.ts';
import type { Axis, Cut, Cuts, Point, Study } from './study.ts';

/** How the runs of a study are done, and who is told of it. */
export interface StudyHooks {
  readonly executor: Executor;
  readonly store: RunStore;
  readonly signal: AbortSignal;
  /** How many of the runs that are asked for have a record, and how many of them were kept from before. */
  progress?(done: number, total: number, reused: number): void;
  /** Told by the executor: what people may want to know, and what went wrong and was made good. */
  readonly remark?: Hooks['remark'];
  readonly warn?: Hooks['warn'];
}

/** One run: where, which time, and who decides. */
export interface RunPlace {
  readonly point: Point;
  readonly replication: number;
  /** The place of the policy in the scenario. */
  readonly policy: number;
}

/** A point and a replication, with what the runs of all policies there share. */
interface Visited {
  readonly point: Point;
  readonly replication: number;
  /** The experiment as it is at the point, and in the replication. */
  readonly base: Experiment;
  readonly experiment: Experiment;
  readonly parts: ReturnType<typeof partsOf>;
  readonly workload: string;
}

const placeKey = ({ point, replication, policy }: RunPlace): string => `${point.index}/${replication}/${policy}`;

/** The records of a study, which come into being as they are asked for. */
export class StudyRuns {
  readonly study: Study;
  /** Runs that were simulated, and those that were kept from before. */
  simulated = 0;
  reused = 0;
  readonly #hooks: StudyHooks;
  readonly #shared: SharedInput;
  readonly #keys = new RunKeys();
  readonly #records = new Map<string, RunRecord>();
  readonly #cuts: Cuts[] = [];

  /** @param targets claims besides the scenario's, of which the records are to hold the parts */
  constructor(study: Study, hooks: StudyHooks, targets: readonly string[] = []) {
    this.study = study;
    this.#hooks = hooks;
    const { scenario, axes, replications } = study;
    this.#shared = {
      path: scenario.path,
      text: scenario.text,
      axes: axes.map(({ path }) => path),
      by: replications.by,
      targets,
    };
  }

  /** @throws Error unless the run has been completed */
  record(point: Point, replication: number, policy: number): RunRecord {
    const found = this.#records.get(placeKey({ point, replication, policy }));
    if (found === undefined) throw new Error('a run was asked for before it was done');
    return found;
  }

  /** What is cut off the figures at a point. */
  cutsAt = (point: Point): Cuts => this.#cuts[point.index] ?? UNCUT;

  /**
   * Sees to it that policies have their run at each of these points in so many replications.
   * @param policies their places in the scenario; all unless given
   * @throws InputError for a run that fails, and the signal's reason if it fires; what is finished is kept in the store
   */
  async complete(
    points: readonly Point[],
    replications: number,
    policies: readonly number[] = [...this.study.experiment.policies.keys()],
  ): Promise<void> {
    await this.#decideCuts(points.filter(({ index }) => this.#cuts[index] === undefined));
    const places = points.flatMap((point) =>
      Array.from({ length: replications }, (_, replication) => replication).flatMap((replication) =>
        policies.map((policy) => ({ point, replication, policy })),
      ),
    );
    const missing = places.filter((place) => !this.#records.has(placeKey(place)));
    await this.#do(
      missing,
      ({ point }) => this.cutsAt(point),
      (place, record) => void this.#records.set(placeKey(place), record),
    );
  }

  /** Where MSER-5 says how much is to be cut, it is asked for the first replication under every policy. */
  async #decideCuts(points: readonly Point[]): Promise<void> {
    const { truncation, experiment } = this.study;
    const { warmup, cooldown } = truncation;
    if (warmup !== 'mser-5' && cooldown !== 'mser-5') {
      for (const { index } of points) this.#cuts[index] = { warmup, cooldown };
      return;
    }
    const pilots = points.flatMap((point) =>
      experiment.policies.map((_, policy) => ({ point, replication: 0, policy })),
    );
    const found = new Map<Point, RunRecord[]>(points.map((point) => [point, []]));
    await this.#do(
      pilots,
      () => UNCUT,
      ({ point }, record) => void found.get(point)!.push(record),
    );
    for (const [{ index }, records] of found) {
      const most = (end: 'warmup' | 'cooldown'): Cut => ({ ms: Math.max(...records.map(({ steady }) => steady[end])) });
      this.#cuts[index] = {
        warmup: warmup === 'mser-5' ? most('warmup') : warmup,
        cooldown: cooldown === 'mser-5' ? most('cooldown') : cooldown,
      };
    }
  }

  async #do(
    places: readonly RunPlace[],
    cutsOf: (place: RunPlace) => Cuts,
    keep: (place: RunPlace, record: RunRecord) => void,
  ): Promise<void> {
    if (places.length === 0) return;
    const { executor, store, signal, progress, remark, warn } = this.#hooks;
    const tasks = await this.#tasks(places, cutsOf);
    const whose = new Map(tasks.map((task, i) => [task, places[i]!]));
    const stop = new AbortController();
    let [done, reused] = [0, 0];
    let failure: Error | undefined;
    progress?.(0, tasks.length, 0);
    try {
      await execute(
        executor,
        { module: entryPoint('experiment/study/perform'), shared: this.#shared, tasks, store },
        {
          signal: AbortSignal.any([signal, stop.signal]),
          ...(remark && { remark }),
          ...(warn && { warn }),
          done: (outcome) => {
            if ('failure' in outcome) {
              failure ??= failed(outcome.task, outcome.failure);
              // What is under way is lost, what is finished is kept: the same failure would only come again.
              stop.abort(failure);
              return;
            }
            done += 1;
            if (outcome.reused) reused += 1;
            keep(whose.get(outcome.task)!, outcome.record as RunRecord);
            progress?.(done, tasks.length, reused);
          },
        },
      );
    } catch (cause) {
      throw failure ?? cause;
    } finally {
      this.reused += reused;
      this.simulated += done - reused;
    }
    if (failure !== undefined) throw failure;
  }

  /** In the order of the places, each named by all that its record depends on. */
  async #tasks(places: readonly RunPlace[], cutsOf: (place: RunPlace) => Cuts): Promise<Task[]> {
    const tasks: Task[] = [];
    const code = codeDigest();
    let at: Visited | undefined;
    for (const place of places) {
      const { point, replication, policy } = place;
      this.#hooks.signal.throwIfAborted();
      if (at?.point !== point || at.replication !== replication) at = await this.#visit(place, at);
      const { experiment, workload } = at;
      const planned = this.#policyAt(point, experiment, policy);
      const cuts = cutsOf(place);
      const facts = { code, cuts, parts: at.parts.get(planned.label) ?? [] };
      const key = this.#keys.run(experiment, planned, workload, facts);
      const input: RunInput = { values: point.values, replication, policy, cuts, workload, key, code };
      tasks.push({ key, input, group: workload, name: this.#nameOf(place, planned.label) });
    }
    return tasks;
  }

  /** What the runs at a place have in common; what those of one point have is taken over from its last replication. */
  async #visit({ point, replication }: RunPlace, last: Visited | undefined): Promise<Visited> {
    const known = last?.point === point ? last : undefined;
    const base = known?.base ?? (await experimentAt(this.study, point));
    const parts = known?.parts ?? partsOf(base, this.#shared.targets);
    const experiment = inReplication(base, this.study.replications, replication);
    return { point, replication, base, parts, experiment, workload: this.#keys.workload(experiment) };
  }

  /** Figures are told by label, so a point cannot have policies of its own. */
  #policyAt(point: Point, { policies }: Experiment, policy: number): PlannedPolicy {
    const label = this.study.experiment.policies[policy]!.label;
    const found = policies[policy];
    if (found?.label === label) return found;
    const at = this.study.axes.map((axis, i) => placeWords(axis, point.values[i])).join(', ');
    throw new InputError(
      `${this.study.scenario.path}: with ${at} policy '${label}' is called '${found?.label ?? ''}'; give it a label`,
    );
  }

  #nameOf({ point, replication }: RunPlace, label: string): string {
    const { axes, experiment } = this.study;
    const at = axes.map((axis, i) => `, ${placeWords(axis, point.values[i])}`).join('');
    return `${experiment.name}: ${label}, replication ${replication + 1}${at}`;
  }
}

const placeWords = (axis: Axis, value: unknown): string => `${axis.path} = ${JSON.stringify(shown(axis, value))}`;

function failed({ name }: Task, { message, kind }: { readonly message: string; readonly kind: string }): Error {
  const text = `${name}: ${message}`;
  return kind === 'bug' ? new Error(text) : new InputError(text);
}
