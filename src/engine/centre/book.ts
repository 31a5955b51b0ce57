import type { Centre, Entity } from '../../model/centre.ts';
import type { JobFacts, JobId } from '../../model/jobs.ts';
import type { Limits } from '../../model/machine.ts';
import { CORES, type ResourceVector } from '../../model/resources.ts';
import type { Duration, Time } from '../../model/time.ts';
import type { LimitScope, OverLimit } from '../../model/why-not.ts';
import { Account, type Claim, limitsAnything, limitWords } from './account.ts';

/** Usage that fades: an amount at a time, and the rate at which it grows since. */
interface Fading {
  amount: number;
  at: Time;
  rate: number;
}

/** What a job asks for, as the book counts it. */
interface Asked {
  readonly demand: (job: JobId) => ResourceVector;
  /** Core-milliseconds that a job which does not run is planned to use. */
  readonly coreTime: (job: JobId) => number;
}

/** What a running or suspended job is charged for in advance. */
interface Charge {
  readonly since: Time;
  /** Core-milliseconds from then on to its planned end; of a suspended one, what is left of them. */
  readonly coreTime: number;
}

/** Who holds how much, who has used how much, and what keeps whom from more. */
export class Book {
  readonly #centre: Centre;
  readonly #jobs: JobFacts;
  readonly #asked: Asked;
  readonly #entities: readonly Account[];
  readonly #partitions: readonly Account[];
  readonly #qos: readonly Account[];
  /** By QOS and leaf, made when first needed. */
  readonly #qosUsers = new Map<string, Account>();
  readonly #usage: Fading[];
  readonly #charges = new Map<JobId, Charge>();
  /** Whose jobs hold or use less than when it was last asked. */
  readonly #eased = new Set<LimitScope>();
  /** Whether anything is limited at all, whether core time is, and whether it is how many jobs may wait. */
  readonly limits: boolean;
  readonly quotas: boolean;
  readonly #submits: boolean;

  constructor(centre: Centre, jobs: JobFacts, asked: Asked) {
    this.#centre = centre;
    this.#jobs = jobs;
    this.#asked = asked;
    this.#entities = centre.entities.map(
      ({ kind, name, limits, burst }, index) =>
        new Account({ kind: 'entity', index }, `${kind} ${name}`, burstIn(limits, burst)),
    );
    this.#partitions = centre.machine.partitions.map(
      ({ name, limits }, index) => new Account({ kind: 'partition', index }, `partition ${name}`, limits),
    );
    this.#qos = centre.qos.map(({ name, limits }, index) => new Account({ kind: 'qos', index }, `QOS ${name}`, limits));
    this.#usage = centre.entities.map(() => ({ amount: 0, at: 0, rate: 0 }));
    const all = [
      ...[...this.#entities, ...this.#partitions, ...this.#qos].map(({ limits }) => limits),
      ...centre.qos.map(({ limitsPerUser }) => limitsPerUser),
    ];
    this.limits = all.some(limitsAnything);
    this.quotas = all.some(({ coreTime }) => coreTime !== undefined);
    this.#submits = all.some(({ submitted }) => submitted !== undefined);
  }

  held(entity: number): ResourceVector {
    return this.#entities[entity]!.held;
  }

  /** Core-milliseconds, see `CentreView.usage`. */
  usage(entity: number, now: Time): number {
    return faded(this.#usage[entity]!, now, this.#centre.halfLife);
  }

  /** A job is submitted and not rejected. */
  submitted(job: JobId): void {
    if (this.#submits) for (const account of this.#accountsOf(job)) account.submitted += 1;
  }

  /** It has left, however it did. */
  left(job: JobId): void {
    if (this.#submits) for (const account of this.#accountsOf(job)) account.submitted -= 1;
  }

  /** @param until when it is planned to end */
  started(job: JobId, now: Time, until: Time): void {
    this.#change(job, now, 1);
    if (this.quotas) this.#charge(job, now, until);
  }

  /** A running job is planned to end later than its estimate says. */
  outlived(job: JobId, until: Time): void {
    if (this.quotas) this.#charge(job, this.#charges.get(job)!.since, until);
  }

  /** @param goesOn whether it is suspended, and what it is planned to use still stays charged */
  stopped(job: JobId, now: Time, goesOn: boolean): void {
    this.#change(job, now, -1);
    if (!this.quotas) return;
    const { since, coreTime } = this.#charges.get(job)!;
    if (goesOn) this.#charges.set(job, { since, coreTime: coreTime - this.#used(job, since, now) });
    else {
      this.#charge(job, since, now);
      this.#charges.delete(job);
    }
  }

  /** A suspended job does not go on where it was: what it has not used is given back. */
  abandoned(job: JobId): void {
    if (!this.quotas) return;
    this.#charge(job, 0, 0);
    this.#charges.delete(job);
  }

  /** The core-milliseconds that a running job is charged for since its last start. */
  charged(job: JobId): number {
    return this.#charges.get(job)?.coreTime ?? 0;
  }

  /** Which rule keeps the job from starting, or would if these others had, in a few words. */
  limited(job: JobId, beside: readonly JobId[] = []): string | undefined {
    if (!this.limits) return undefined;
    this.#suppose(beside, 1);
    const over = this.overLimit(job);
    this.#suppose(beside, -1);
    return over && limitWords(over);
  }

  /** The limit that the job would exceed. */
  overLimit(job: JobId): OverLimit | undefined {
    if (!this.limits) return undefined;
    const claim = this.#claimOf(job);
    for (const account of this.#accountsOf(job)) {
      const over = account.limited ? account.exceededBy(claim) : undefined;
      if (over !== undefined) return over;
    }
    return undefined;
  }

  /** Whether somebody's jobs hold or use less than when this was last forgotten; if not, who was over a limit still is. */
  eased(scope: LimitScope): boolean {
    return this.#eased.has(scope);
  }

  forgetEased(): void {
    this.#eased.clear();
  }

  /** Whether a job counts towards a limit. */
  counts(job: JobId, scope: LimitScope): boolean {
    return [...this.#accountsOf(job)].some((account) => account.scope === scope);
  }

  /** Why the job is rejected at submit, in a few words; undefined if it is not. */
  refuses(job: JobId): string | undefined {
    if (!this.limits) return undefined;
    const claim = this.#claimOf(job);
    const accounts = [...this.#accountsOf(job)];
    for (const { scope, name, limits } of accounts) {
      const over = new Account(scope, name, limits).exceededBy(claim);
      if (over !== undefined) return `it asks for more than is ever allowed: ${limitWords(over)}`;
    }
    const full = accounts.find((account) => account.full !== undefined)?.full;
    return full && `it is one too many: ${limitWords(full)}`;
  }

  /** A suspended job has been let in already, and what it needs still is charged. */
  #claimOf(job: JobId): Claim {
    const coreTime = this.quotas && !this.#charges.has(job) ? this.#asked.coreTime(job) : undefined;
    return { demand: this.#asked.demand(job), coreTime };
  }

  #suppose(jobs: readonly JobId[], sign: 1 | -1): void {
    for (const job of jobs) {
      const { demand, coreTime = 0 } = this.#claimOf(job);
      for (const account of this.#accountsOf(job)) {
        account.change(demand, sign);
        account.coreTime += sign * coreTime;
      }
    }
  }

  #used(job: JobId, from: Time, until: Time): number {
    return this.#asked.demand(job)[CORES]! * (until - from);
  }

  /** Charges a job for a time in place of what it has been charged for. */
  #charge(job: JobId, since: Time, until: Time): void {
    const coreTime = this.#used(job, since, until);
    const more = coreTime - this.charged(job);
    for (const account of this.#accountsOf(job)) {
      account.coreTime += more;
      if (more < 0) this.#eased.add(account.scope);
    }
    this.#charges.set(job, { since, coreTime });
  }

  #change(job: JobId, now: Time, sign: 1 | -1): void {
    const demand = this.#asked.demand(job);
    for (const account of this.#accountsOf(job)) {
      account.change(demand, sign);
      if (this.limits && sign < 0) this.#eased.add(account.scope);
    }
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
