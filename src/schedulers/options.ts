import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import type { Prediction } from '../model/scheduler.ts';
import { type Duration, fromSeconds, SECONDS_PER_UNIT } from '../model/time.ts';
import { ALL_ORDERS } from './every-order.ts';
import type { OrderEntry } from './orders.ts';
import { recentTwo } from './recent.ts';

/** An option of a policy: how its value is read and what it is for. */
export interface PolicyOption<T> {
  readonly name: string;
  /** What may be given, for people. */
  readonly values: string;
  readonly default: string;
  readonly meaning: string;
  /** @throws InputError if `text` is not one of the values */
  read(text: string): T;
}

/** Strict order: nobody passes a first that does not fit. */
export const NO_BACKFILLING = 'none';

export type Depth = number | typeof NO_BACKFILLING;

const readDepth = (text: string): Depth => {
  if (text === NO_BACKFILLING) return NO_BACKFILLING;
  if (text === 'all') return Number.POSITIVE_INFINITY;
  if (/^\d+$/.test(text)) return Number(text);
  throw new InputError(`depth is ${text}; expected a whole number of reservations, all or none`);
};

export const depthOption = (byDefault: string): PolicyOption<Depth> => ({
  name: 'depth',
  values: '0, 1, 2 ... | all | none',
  default: byDefault,
  meaning: 'how many blocked jobs hold a reservation that backfilling may not delay; none: no backfilling at all',
  read: readDepth,
});

const readOrder = (text: string): OrderEntry => {
  const order = ALL_ORDERS.find(({ name }) => name === text);
  if (order === undefined)
    throw new InputError(
      `unknown order ${text}${suggestion(
        text,
        ALL_ORDERS.map(({ name }) => name),
      )}`,
    );
  return order;
};

const orderValues = ALL_ORDERS.map(({ name }) => name).join(' | ');

export const orderOption: PolicyOption<OrderEntry> = {
  name: 'order',
  values: orderValues,
  default: 'fcfs',
  meaning: 'the order of the queue: who is reserved for first',
  read: readOrder,
};

/** The value of `scan` that stands for the order of the queue itself. */
export const AS_QUEUE = 'queue';

export const scanOption: PolicyOption<OrderEntry | typeof AS_QUEUE> = {
  name: 'scan',
  values: `${AS_QUEUE} | ${orderValues}`,
  default: AS_QUEUE,
  meaning: 'the order in which jobs are tried for backfilling; queue: the order of the queue',
  read: (text) => (text === AS_QUEUE ? AS_QUEUE : readOrder(text)),
};

const PREDICTIONS: ReadonlyMap<string, (() => Prediction) | undefined> = new Map([
  ['none', undefined],
  ['recent', recentTwo],
]);

export const predictOption: PolicyOption<(() => Prediction) | undefined> = {
  name: 'predict',
  values: [...PREDICTIONS.keys()].join(' | '),
  default: 'none',
  meaning: "what is planned with; recent: the mean of the user's last two run times; none: estimates",
  read(text) {
    if (PREDICTIONS.has(text)) return PREDICTIONS.get(text);
    throw new InputError(`unknown prediction ${text}${suggestion(text, [...PREDICTIONS.keys()])}`);
  },
};

/** An option that multiplies something. */
export const factorOption = (name: string, byDefault: string, meaning: string): PolicyOption<number> => ({
  name,
  values: 'a number of at least 0',
  default: byDefault,
  meaning,
  read(text) {
    if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
    throw new InputError(`${name} is ${text}; expected a number of at least 0, such as 0.5`);
  },
});

/** One of a few words. */
export const choiceOption = <T extends string>(
  name: string,
  choices: readonly T[],
  byDefault: T,
  meaning: string,
): PolicyOption<T> => ({
  name,
  values: choices.join(' | '),
  default: byDefault,
  meaning,
  read(text) {
    const choice = choices.find((one) => one === text);
    if (choice !== undefined) return choice;
    throw new InputError(`${name} is ${text}${suggestion(text, choices)}`);
  },
});

/** An option that is a length of time; its value is in milliseconds. */
export const durationOption = (name: string, byDefault: string, meaning: string): PolicyOption<Duration> => ({
  name,
  values: 'a length of time such as 30s, 5min, 2h or 7d, or 0',
  default: byDefault,
  meaning,
  read(text) {
    const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(s|min|h|d)$/.exec(text) ?? [];
    if (unit !== undefined) return fromSeconds(Number(amount) * SECONDS_PER_UNIT[unit]!);
    if (text === '0') return 0;
    throw new InputError(`${name} is ${text}; expected a length of time such as 30s, 5min, 2h or 7d, or 0`);
  },
});

/** Of how many jobs a batch heuristic makes its batches. */
export const sizeOption: PolicyOption<number> = {
  name: 'batch',
  values: 'a whole number of at least 1',
  default: '64',
  meaning: 'how many waiting jobs, in order of arrival, are compared at a decision',
  read(text) {
    if (/^[1-9]\d*$/.test(text)) return Number(text);
    throw new InputError(`batch is ${text}; expected a whole number of at least 1`);
  },
};
