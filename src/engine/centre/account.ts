import type { Limits } from '../../model/machine.ts';
import { CORE_HOUR, CORES, GPUS, MEMORY, RESOURCES, type ResourceVector, STORAGE } from '../../model/resources.ts';
import type { LimitScope, OverLimit } from '../../model/why-not.ts';

/** What a job takes of what is limited. */
export interface Claim {
  readonly demand: ResourceVector;
  /** Core-milliseconds that it is planned to use; undefined where no quota is asked. */
  readonly coreTime: number | undefined;
}

/** The limits that are amounts of a resource. */
const LIMITED = [
  ['cores', CORES],
  ['gpus', GPUS],
  ['memory', MEMORY],
  ['storage', STORAGE],
] as const;

/** What somebody's jobs hold and use together, against what they may. */
export class Account {
  readonly scope: LimitScope;
  readonly name: string;
  readonly limits: Limits;
  readonly limited: boolean;
  readonly held: number[] = RESOURCES.map(() => 0);
  /** Running jobs. */
  jobs = 0;
  /** Jobs that wait or run. */
  submitted = 0;
  /** Core-milliseconds used, and those that running and suspended jobs are planned to use still. */
  coreTime = 0;

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

  /** What one more running job would exceed. */
  exceededBy({ demand, coreTime: planned }: Claim): OverLimit | undefined {
    const { jobs, coreTime } = this.limits;
    if (jobs !== undefined && this.jobs + 1 > jobs) return this.#over('jobs', jobs, this.jobs, 1);
    for (const [of, r] of LIMITED) {
      const limit = this.limits[of];
      if (limit !== undefined && this.held[r]! + demand[r]! > limit)
        return this.#over(of, limit, this.held[r]!, demand[r]!);
    }
    if (coreTime !== undefined && planned !== undefined && this.coreTime + planned > coreTime)
      return this.#over('coreTime', coreTime, this.coreTime, planned);
    return undefined;
  }

  /** Whether one more job may not even wait. */
  get full(): OverLimit | undefined {
    const { submitted: limit } = this.limits;
    return limit !== undefined && this.submitted + 1 > limit
      ? this.#over('submitted', limit, this.submitted, 1)
      : undefined;
  }

  #over(of: keyof Limits, limit: number, held: number, asks: number): OverLimit {
    return { scope: this.scope, who: this.name, of, limit, held, asks };
  }
}

export const limitsAnything = (limits: Limits): boolean => Object.values(limits).some((limit) => limit !== undefined);

const LIMIT_UNITS = { cores: 'cores', gpus: 'GPUs', memory: 'MiB', storage: 'MiB of storage' } as const;

/** A limit and what is held of it, in words: `account a may run 2 jobs at once`. */
export function limitWords({ who, of, limit, held, asks }: OverLimit): string {
  switch (of) {
    case 'jobs':
      return `${who} may run ${limit} jobs at once`;
    case 'submitted':
      return `${who} may have ${limit} jobs wait or run at once`;
    case 'coreTime': {
      const used = held === 0 ? '' : `, of which ${hours(held)} are taken`;
      return `${who} may use ${hours(limit)} core-hours in the whole run${used}, and it asks for ${hours(asks)}`;
    }
    default:
      return `${who} may hold ${limit} ${LIMIT_UNITS[of]} at once and holds ${held}`;
  }
}

const hours = (coreTime: number): string => String(Number((coreTime / CORE_HOUR).toPrecision(6)));
