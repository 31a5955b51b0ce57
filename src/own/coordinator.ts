import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { CoordinatorEntry } from '../failures/coordinator/registry.ts';
import type { RecoveryRules } from '../failures/coordinator/rules.ts';
import { standard } from '../failures/coordinator/standard.ts';
import type { Coordinator, Incident, NodeVerdict, Repair, Warning, WarningVerdict } from '../model/coordinator.ts';
import type { JobFacts } from '../model/jobs.ts';
import { nearest } from '../model/nearest.ts';
import { type Time, toSeconds } from '../model/time.ts';
import { factsOf } from './guest-view.ts';
import { type ModuleFile, messageOf } from './module-failure.ts';
import { moduleFiles, openModule } from './open-module.ts';
import { PolicyError } from './policy-error.ts';
import { AFTER_FAULT, afterRepair, checkedVerdict, onWarning, type VerdictKinds } from './verdicts.ts';

/** What becomes of a job. What a verdict leaves out is as `recovery` of the scenario says. */
export type OwnJobVerdict =
  | {
      readonly then: 'requeue';
      readonly from?: 'checkpoint' | 'start';
      readonly place?: 'head' | 'order' | 'tail';
      /** How long it waits before it is queued, whole ms. */
      readonly after?: number;
      readonly why: string;
    }
  | { readonly then: 'fail'; readonly keep?: boolean; readonly why: string };

/**
 * A coordinator of the user's. At least one of the functions is there; what is not, and what one does not decide (it
 * returns nothing), is as `standard` decides by the rules of the scenario.
 */
export interface OwnCoordinator {
  readonly name?: string;
  afterFault?(incident: Incident): OwnJobVerdict | undefined;
  afterRepair?(repair: Repair): NodeVerdict | undefined;
  onWarning?(warning: Warning): WarningVerdict | undefined;
}

/** What a coordinator of the user's is told of a run before it begins. */
export interface CoordinatorSetting {
  /** The jobs by columns, as policies see them: the true run times are not among them. */
  readonly jobs: JobFacts;
  /** Whether jobs take checkpoints. */
  readonly checkpoints: boolean;
}

/** What a module may export by default: a coordinator that remembers nothing, or what makes one. */
type CoordinatorExport = OwnCoordinator | ((setting: CoordinatorSetting) => OwnCoordinator);

/** A module of the user's that has been loaded. */
export interface ModuleCoordinator extends Pick<CoordinatorEntry, 'name' | 'heeds'> {
  /** Of its content and that of the files beside it that it imports, 16 hex digits. */
  readonly digest: string;
  /** Makes it for one run. @throws PolicyError if what is exported is no coordinator */
  create(rules: RecoveryRules, setting: CoordinatorSetting): Coordinator;
}

/**
 * Loads a coordinator of the user's.
 * @param path from `folder` if it is relative
 * @throws InputError if there is no such module, if it cannot be imported, or exports no coordinator
 */
export async function moduleCoordinator(path: string, folder: string): Promise<ModuleCoordinator> {
  const { file, shown, exported } = await openModule(path, folder, 'coordinator');
  const where = { file, shown };
  const made = exported['default'] as CoordinatorExport;
  if (typeof made !== 'function') checkShape(made, shown);
  const hash = createHash('sha256');
  for (const one of moduleFiles(file)) hash.update(readFileSync(one)).update('\0');
  return {
    name: path,
    heeds: ['retries', 'retryLimit', 'backoff', 'from', 'place', 'keepsPartial', 'quarantine', 'onWarning'],
    digest: hash.digest('hex').slice(0, 16),
    create: (rules, setting) => guarded(instanceOf(made, setting, where), { rules, setting, where }),
  };
}

/** One for a run, told nothing that it could change for others. */
function instanceOf(made: CoordinatorExport, setting: CoordinatorSetting, where: ModuleFile): OwnCoordinator {
  if (typeof made !== 'function') return made;
  let one: unknown;
  try {
    one = made(guestSetting(setting));
  } catch (cause) {
    throw new PolicyError(`${where.shown}: its default export failed: ${messageOf(cause, where)}`, { cause });
  }
  checkShape(one, where.shown);
  return one;
}

/** Copies, made when they are first asked for: most coordinators need none, and there may be many jobs. */
function guestSetting({ jobs, checkpoints }: CoordinatorSetting): CoordinatorSetting {
  let copies: JobFacts | undefined;
  return {
    get jobs() {
      copies ??= factsOf(jobs);
      return copies;
    },
    checkpoints,
  };
}

const FUNCTIONS = ['afterFault', 'afterRepair', 'onWarning'] as const;

/** @throws InputError that says what is missing or wrong */
function checkShape(made: unknown, shown: string): asserts made is OwnCoordinator {
  const problem = shapeProblem(made);
  if (problem !== undefined) throw new PolicyError(`${shown} exports no coordinator: ${problem}`);
}

function shapeProblem(made: unknown): string | undefined {
  if (typeof made !== 'object' || made === null) return `found ${made === null ? 'null' : typeof made}`;
  if (made instanceof Promise) {
    // Its failure is not what is wrong with it.
    made.catch(() => {});
    return 'its function is asynchronous; it must return the coordinator';
  }
  const parts = made as Readonly<Record<string, unknown>>;
  const wrong = FUNCTIONS.find((key) => !['undefined', 'function'].includes(typeof parts[key]));
  if (wrong !== undefined) return `its ${wrong} must be a function`;
  const { name } = parts;
  if (name !== undefined && (typeof name !== 'string' || name.trim() === '')) return 'its name must be a text';
  const keys = [...Object.keys(parts), ...Object.getOwnPropertyNames(Object.getPrototypeOf(made) ?? {})];
  for (const key of keys) {
    if (key === 'name' || (FUNCTIONS as readonly string[]).includes(key) || typeof parts[key] !== 'function') continue;
    const meant = nearest(key, FUNCTIONS);
    if (meant !== undefined) return `nobody calls its ${key}; did you mean ${meant}?`;
  }
  if (FUNCTIONS.some((key) => parts[key] !== undefined)) return undefined;
  const found = Object.keys(parts);
  return `it has none of ${FUNCTIONS.join(', ')}; found ${found.length === 0 ? 'an empty object' : found.join(', ')}`;
}

interface Around {
  readonly rules: RecoveryRules;
  readonly setting: CoordinatorSetting;
  readonly where: ModuleFile;
}

/** The same coordinator within the bounds of the scenario, whose failures are told as the user's to mend. */
function guarded(own: OwnCoordinator, { rules, setting, where }: Around): Coordinator {
  const name = own.name ?? basename(where.file, extname(where.file));
  const usual = standard(rules);
  // Gives up only whom no retry is left.
  const bound = standard({ ...rules, retryLimit: true });
  const ask = <V>(what: string, time: Time, call: () => V | undefined, kinds: VerdictKinds): V | undefined => {
    const failed = (why: string, cause?: unknown): PolicyError =>
      new PolicyError(`${where.shown}: ${what} at ${toSeconds(time)} s: ${why}`, { cause });
    let given: V | undefined;
    try {
      given = call();
    } catch (cause) {
      throw failed(messageOf(cause, where), cause);
    }
    return given === undefined ? undefined : checkedVerdict(given, kinds, failed);
  };
  return {
    name,
    afterFault(incident) {
      const { time, job, nodes, checkpointed, unreadable } = incident;
      const [byRules, within] = [usual.afterFault(incident), bound.afterFault(incident)];
      const told = Object.freeze({ ...incident, nodes: Object.freeze([...nodes]) });
      const given = ask(`afterFault of row ${job}`, time, () => own.afterFault?.(told), AFTER_FAULT);
      if (given === undefined) return byRules;
      const { why } = given;
      if (given.then === 'fail')
        return { then: 'fail', keep: checkpointed && (given.keep ?? rules.keepsPartial(job)), why };
      if (within.then === 'fail') return { ...within, why: `${within.why}; ${name} would queue it again: ${why}` };
      const from = checkpointed || unreadable > 0 ? (given.from ?? rules.from) : 'start';
      return { then: 'requeue', from, place: given.place ?? rules.place, after: given.after ?? within.after, why };
    },
    afterRepair(repair) {
      const { time, node, failures } = repair;
      // It is told of every repair, so that what it knows does not depend on who decides.
      const byRules = usual.afterRepair(repair);
      const told = Object.freeze({ ...repair, failures: Object.freeze([...failures]) });
      const kinds = afterRepair(time);
      return ask(`afterRepair of node ${node}`, time, () => own.afterRepair?.(told), kinds) ?? byRules;
    },
    onWarning(warning) {
      const { time, node, jobs } = warning;
      const told = Object.freeze({ ...warning, jobs: Object.freeze([...jobs]) });
      const kinds = onWarning(setting.checkpoints);
      const given = ask(`onWarning of node ${node}`, time, () => own.onWarning?.(told), kinds);
      return given ?? usual.onWarning(warning);
    },
  };
}
