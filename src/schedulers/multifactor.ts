import type { JobId } from '../model/jobs.ts';
import type { Machine } from '../model/machine.ts';
import { CORES, type ResourceVector } from '../model/resources.ts';
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

/** What each factor of a job adds to its priority: its weight times the factor, which is from 0 to 1. */
export interface Terms {
  readonly age: number;
  readonly fairshare: number;
  readonly size: number;
  readonly partition: number;
  readonly qos: number;
  /** The job's own priority by its weight; may be negative. */
  readonly job: number;
}

/** Priority: the sum of the terms, rounded down, within 0 and 2^32 - 1. */
export function multifactorPriority({ age, fairshare, size, partition, qos, job }: Terms): number {
  return Math.min(Math.max(Math.floor(age + fairshare + size + partition + qos + job), 0), PRIORITIES - 1);
}

/**
 * The priorities of Slurm's multifactor plugin (Slurm's documentation, "Multifactor Priority Plugin", 2024): first by
 * the tier of the partition, then by priority, then by arrival.
 */
export function multifactorOrder(options: Multifactor): QueueOrder {
  const shares = everyPeriod(options.period, fairShares(options.algorithm));
  const age = (moment: Moment, job: JobId): number =>
    options.maxAge === 0 ? 1 : Math.min(waited(moment, job) / options.maxAge, 1);
  const sizes = sizeFactors(options.favor);
  const prepare = (moment: Moment): Scores => {
    const { shape, shapes, entity, qos, priority } = moment.jobs.asks!;
    const { machine, qos: classes } = moment.centre.centre;
    const ranks = ranksOf(machine.partitions);
    const size = sizes(moment);
    const fairshare = shares(moment).map((factor) => options.fairshare * factor);
    const partition = machine.partitions.map(({ factor }) => options.partition * factor);
    const byQos = classes.map(({ factor }) => options.qos * factor);
    return (job) => {
      const where = shapes[shape[job]!]!.partition;
      const terms = {
        age: options.age * age(moment, job),
        fairshare: fairshare[entity[job]!]!,
        size: options.size * size(job),
        partition: partition[where]!,
        qos: byQos[qos[job]!]!,
        job: options.job * priority[job]!,
      };
      return -(ranks[where]! * PRIORITIES + multifactorPriority(terms));
    };
  };
  return centreOrder('multifactor', options.inherit ? inheriting(prepare) : prepare);
}

/** By partition: how many lower tiers there are. */
function ranksOf(partitions: Machine['partitions']): number[] {
  const tiers = [...new Set(partitions.map(({ tier }) => tier))].sort((a, b) => a - b);
  return partitions.map(({ tier }) => tiers.indexOf(tier));
}

/** The size factor of jobs, found out once for all of a shape: by the part of all cores online that they ask for. */
function sizeFactors(favor: Multifactor['favor']): (moment: Moment) => (job: JobId) => number {
  const known = new WeakMap<ResourceVector, Float64Array>();
  return ({ centre, jobs }) => {
    const { capacity } = centre;
    const { shape, shapes } = jobs.asks!;
    const factors = known.get(capacity) ?? new Float64Array(shapes.length).fill(Number.NaN);
    known.set(capacity, factors);
    return (job) => {
      const of = shape[job]!;
      if (Number.isNaN(factors[of]!)) {
        const part = Math.min(centre.demand(job)[CORES]! / Math.max(capacity[CORES]!, 1), 1);
        factors[of] = favor === 'big' ? part : 1 - part;
      }
      return factors[of]!;
    };
  };
}
