import type { Centre, Entity } from '../../model/centre.ts';
import type { JobFacts, JobId } from '../../model/jobs.ts';
import type { Limits } from '../../model/machine.ts';
import { CORES, GPUS, MEMORY, RESOURCES, type ResourceVector } from '../../model/resources.ts';
import type { Duration, Time } from '../../model/time.ts';
import type { LimitScope, OverLimit } from '../../model/why-not.ts';

/** What somebody's running jobs hold together, against what they may. */
class Account {
  readonly scope: LimitScope;
  readonly name: string;
  readonly limits: Limits;
  readonly limited: boolean;
  readonly held: number[] = RESOURCES.map(() => 0);
  jobs = 0;

  constructor(scope: LimitScope, name: string, limits: Limits) {
    this.scope = scope;
    this.name = name;
    this.limits = limits;
    this.limited = limitsAnything(limits);
  }

  change(demand: ResourceVector, sign: 1 | -1): void {
    this.jobs += sign;
    for (const [r, amount] of demand.entries()) this.held[r]! += sign * amount;
  }

  /** What one more job would exceed. */
  exceededBy(demand: ResourceVector): OverLimit | undefined {
    const { jobs } = this.limits;
    if (jobs !== undefined && this.jobs + 1 > jobs) return this.#over('jobs', jobs, this.jobs, 1);
    for (const [of, r] of LIMITED) {
      const limit = this.limits[of];
      if (limit !== undefined && this.held[r]! + demand[r]! > limit)
        return this.#over(of, limit, this.held[r]!, demand[r]!);
    }
    return undefined;
  }

  #over(of: keyof Limits, limit: number, held: number, asks: number): OverLimit {
    return { scope: this.scope, who: this.name, of, limit, held, asks };
  }
}

/** The limits that are amounts of a resource. */
const LIMITED = [
  ['cores', CORES],
  ['gpus', GPUS],
  ['memory', MEMORY],
] as const;

const LIMIT_UNITS = { cores: 'cores', gpus: 'GPUs', memory: 'MiB' } as const;

function limitWords({ who, of, limit, held }: OverLimit): string {
  if (of === 'jobs') return `${who} may run ${limit} jobs at once`;
  return `${who} may hold ${limit} ${LIMIT_UNITS[of]} at once and holds ${held}`;
}

/** Usage that fades: an amount at a time, and the rate at which it grows since. */
interface Fading {
  amount: number;
  at: Time;
  rate: number;
}

/** Who holds how much, who has used how much, and what keeps whom from more. */
export class Book {
  readonly #centre: Centre;
  readonly #jobs: JobFacts;
  readonly #demandOf: (job: JobId) => ResourceVector;
  readonly #entities: readonly Account[];
  readonly #partitions: readonly Account[];
  readonly #qos: readonly Account[];
  /** By QOS and leaf, made when first needed. */
  readonly #qosUsers = new Map<string, Account>();
  readonly #usage: Fading[];
  /** Whether anything is limited at all. */
  readonly limits: boolean;

  constructor(centre: Centre, jobs: JobFacts, demandOf: (job: JobId) => ResourceVector) {
    this.#centre = centre;
    this.#jobs = jobs;
    this.#demandOf = demandOf;
    this.#entities = centre.entities.map(
      ({ kind, name, limits, burst }, index) =>
        new Account({ kind: 'entity', index }, `${kind} ${name}`, burstIn(limits, burst)),
    );
    this.#partitions = centre.machine.partitions.map(
      ({ name, limits }, index) => new Account({ kind: 'partition', index }, `partition ${name}`, limits),
    );
    this.#qos = centre.qos.map(({ name, limits }, index) => new Account({ kind: 'qos', index }, `QOS ${name}`, limits));
    this.#usage = centre.entities.map(() => ({ amount: 0, at: 0, rate: 0 }));
    this.limits =
      [...this.#entities, ...this.#partitions, ...this.#qos].some(({ limited }) => limited) ||
      centre.qos.some(({ limitsPerUser }) => limitsAnything(limitsPerUser));
  }

  held(entity: number): ResourceVector {
    return this.#entities[entity]!.held;
  }

  /** Core-milliseconds, see `CentreView.usage`. */
  usage(entity: number, now: Time): number {
    return faded(this.#usage[entity]!, now, this.#centre.halfLife);
  }

  started(job: JobId, now: Time): void {
    this.#change(job, now, 1);
  }

  stopped(job: JobId, now: Time): void {
    this.#change(job, now, -1);
  }

  /** Which rule keeps the job from starting, or would if these others had, in a few words. */
  limited(job: JobId, beside: readonly JobId[] = []): string | undefined {
    const change = (sign: 1 | -1): void => {
      for (const one of beside) for (const account of this.#accountsOf(one)) account.change(this.#demandOf(one), sign);
    };
    if (!this.limits) return undefined;
    change(1);
    const over = this.overLimit(job);
    change(-1);
    return over && limitWords(over);
  }

  /** The limit that the job would exceed. */
  overLimit(job: JobId): OverLimit | undefined {
    if (!this.limits) return undefined;
    const demand = this.#demandOf(job);
    for (const account of this.#accountsOf(job)) {
      const over = account.limited ? account.exceededBy(demand) : undefined;
      if (over !== undefined) return over;
    }
    return undefined;
  }

  /** Whether a job counts towards a limit. */
  counts(job: JobId, scope: LimitScope): boolean {
    return [...this.#accountsOf(job)].some((account) => account.scope === scope);
  }

  /** Which rule the job would break even alone, in a few words. */
  impossible(job: JobId): string | undefined {
    if (!this.limits) return undefined;
    const demand = this.#demandOf(job);
    for (const { scope, name, limits } of this.#accountsOf(job)) {
      const over = new Account(scope, name, limits).exceededBy(demand);
      if (over !== undefined) return limitWords(over);
    }
    return undefined;
  }

  #change(job: JobId, now: Time, sign: 1 | -1): void {
    const demand = this.#demandOf(job);
    for (const account of this.#accountsOf(job)) account.change(demand, sign);
    const { halfLife, entities } = this.#centre;
    for (let entity = this.#jobs.asks!.entity[job]!; entity >= 0; entity = entities[entity]!.parent) {
      const usage = this.#usage[entity]!;
      usage.amount = faded(usage, now, halfLife);
      usage.at = now;
      usage.rate += sign * demand[CORES]!;
    }
  }

  *#accountsOf(job: JobId): Generator<Account> {
    const asks = this.#jobs.asks!;
    const leaf = asks.entity[job]!;
    for (let entity = leaf; entity >= 0; entity = this.#centre.entities[entity]!.parent) yield this.#entities[entity]!;
    yield this.#partitions[asks.shapes[asks.shape[job]!]!.partition]!;
    const qos = asks.qos[job]!;
    yield this.#qos[qos]!;
    yield this.#qosUser(qos, leaf, this.#centre.entities[leaf]!);
  }

  #qosUser(qos: number, leaf: number, { kind, name }: Entity): Account {
    const key = `${qos} ${leaf}`;
    let account = this.#qosUsers.get(key);
    if (account === undefined) {
      const { name: qosName, limitsPerUser } = this.#centre.qos[qos]!;
      account = new Account(
        { kind: 'qos-user', index: qos, user: leaf },
        `${kind} ${name} in QOS ${qosName}`,
        limitsPerUser,
      );
      this.#qosUsers.set(key, account);
    }
    return account;
  }
}

const limitsAnything = (limits: Limits): boolean => Object.values(limits).some((limit) => limit !== undefined);

/** Nobody holds more than its burst: a limit like any other. */
const burstIn = (limits: Limits, burst: number): Limits =>
  burst === Number.POSITIVE_INFINITY ? limits : { ...limits, cores: Math.min(limits.cores ?? burst, burst) };

/** Usage u fades to u 2^(-t/h) after t; what is added at a rate p meanwhile fades from when it is added. */
function faded({ amount, at, rate }: Fading, now: Time, halfLife: Duration): number {
  const passed = now - at;
  if (passed === 0) return amount;
  if (halfLife === Number.POSITIVE_INFINITY) return amount + rate * passed;
  const kept = 2 ** (-passed / halfLife);
  return amount * kept + (rate * halfLife * (1 - kept)) / Math.LN2;
}
