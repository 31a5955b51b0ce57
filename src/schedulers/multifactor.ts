import type { JobId } from '../model/jobs.ts';
import { CORES } from '../model/resources.ts';
import type { QueueOrder } from '../model/scheduler.ts';
import type { Duration } from '../model/time.ts';
import { waited } from './aging.ts';
import { centreOrder, everyPeriod, inheriting, type Moment, type Scores } from './centre-order.ts';
import { fairShares } from './share-orders.ts';

/** How much each factor counts, and how factors are made. */
export interface Multifactor {
  readonly age: number;
  readonly fairshare: number;
  readonly size: number;
  readonly partition: number;
  readonly qos: number;
  /** Of a job's own priority, which is no factor: it counts by the point. */
  readonly job: number;
  /** The wait after which the age factor is 1, ms. */
  readonly maxAge: Duration;
  /** Which jobs have the larger size factor. */
  readonly favor: 'big' | 'small';
  readonly algorithm: 'classic' | 'tree';
  /** How often fair shares are computed, ms; 0 for at each decision. */
  readonly period: Duration;
  readonly inherit: boolean;
}

/** Slurm's priorities are whole numbers of 32 bits, so a tier is worth more than any of them. */
const PRIORITIES = 2 ** 32;

/** The factors of one job, each from 0 to 1. */
export interface Factors {
  readonly age: number;
  readonly fairshare: number;
  readonly size: number;
  readonly partition: number;
  readonly qos: number;
}

/** Priority: the sum of the weighted factors and the job's own, rounded down, within 0 and 2^32 - 1. */
export function multifactorPriority(
  weights: Factors & Pick<Multifactor, 'job'>,
  factors: Factors,
  own: number,
): number {
  const sum =
    weights.age * factors.age +
    weights.fairshare * factors.fairshare +
    weights.size * factors.size +
    weights.partition * factors.partition +
    weights.qos * factors.qos +
    weights.job * own;
  return Math.min(Math.max(Math.floor(sum), 0), PRIORITIES - 1);
}

/**
 * The priorities of Slurm's multifactor plugin (Slurm's documentation, "Multifactor Priority Plugin", 2024): first by
 * the tier of the partition, then by priority, then by arrival.
 */
export function multifactorOrder(options: Multifactor): QueueOrder {
  const shares = everyPeriod(options.period, fairShares(options.algorithm));
  const age = (moment: Moment, job: JobId): number =>
    options.maxAge === 0 ? 1 : Math.min(waited(moment, job) / options.maxAge, 1);
  const size = ({ centre }: Moment, job: JobId): number => {
    const part = Math.min(centre.demand(job)[CORES]! / Math.max(centre.capacity[CORES]!, 1), 1);
    return options.favor === 'big' ? part : 1 - part;
  };
  const prepare = (moment: Moment): Scores => {
    const { centre, jobs } = moment;
    const asks = jobs.asks!;
    const fairshare = shares(moment);
    const { machine, qos } = centre.centre;
    const tiers = [...new Set(machine.partitions.map(({ tier }) => tier))].sort((a, b) => a - b);
    const ranks = machine.partitions.map(({ tier }) => tiers.indexOf(tier));
    return (job) => {
      const partition = asks.shapes[asks.shape[job]!]!.partition;
      const factors = {
        age: age(moment, job),
        fairshare: fairshare[asks.entity[job]!]!,
        size: size(moment, job),
        partition: machine.partitions[partition]!.factor,
        qos: qos[asks.qos[job]!]!.factor,
      };
      return -(ranks[partition]! * PRIORITIES + multifactorPriority(options, factors, asks.priority[job]!));
    };
  };
  return centreOrder('multifactor', options.inherit ? inheriting(prepare) : prepare);
}
