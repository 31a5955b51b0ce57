import type { QueueOrder } from '../model/scheduler.ts';
import { agingOrder } from './aging.ts';
import { drfOrder } from './drf.ts';
import { multifactorOrder } from './multifactor.ts';
import { choiceOption, durationOption, factorOption, type PolicyOption } from './options.ts';
import { type ClientLevel, fairShareOrder } from './share-orders.ts';
import { wfqOrder } from './wfq.ts';

/** How an option of one policy is asked for its value. */
export type Read = <T>(option: PolicyOption<T>) => T;

/** An order that takes a machine of nodes, and has options of its own. */
export interface ShareOrder {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly options: readonly PolicyOption<unknown>[];
  make(read: Read): QueueOrder;
}

const inherit = choiceOption(
  'inherit',
  ['true', 'false'],
  'false',
  'whether a job on which a more urgent one depends has the priority of that one',
);

const periodOption = durationOption(
  'period',
  '5min',
  'how often fair shares are computed anew, at the first decision of each period; 0: at each decision',
);

const clients = choiceOption<ClientLevel>(
  'clients',
  ['leaf', 'top'],
  'leaf',
  'who is served fairly: each user (leaf) or each account at the top',
);

const weight = (name: string, byDefault: string, meaning: string): PolicyOption<number> =>
  factorOption(name, byDefault, meaning);

const WEIGHTS = {
  age: weight('age', '1000', 'weight of the age factor'),
  fairshare: weight('fairshare', '10000', 'weight of the fair-share factor'),
  size: weight('size', '1000', 'weight of the size factor: the part of all cores that the job asks for'),
  partition: weight('partition', '1000', "weight of the partition's factor"),
  qos: weight('qos', '1000', "weight of the QOS's factor"),
  job: weight('job', '1', "points for each point of the job's own priority"),
};
const maxAge = durationOption('max-age', '7d', 'the wait after which the age factor is 1');
const favor = choiceOption('favor', ['big', 'small'], 'big', 'which jobs have the larger size factor');
const algorithm = choiceOption('algorithm', ['tree', 'classic'], 'tree', 'how fair shares are computed');

const rate = factorOption('rate', '1', 'points that a job gains for each hour of its wait');
const most = factorOption('most', '100', 'points that a job can gain at the most');

const SLURM_FAIR_TREE = `Cox and Morrison, Slurm's documentation, "Fair Tree Fairshare Algorithm", 2019`;
const SLURM_CLASSIC = `Slurm's documentation, "Classic Fairshare Algorithm", 2019`;

/** Every order that takes a machine of nodes: adding one is a file and an entry here. */
export const SHARE_ORDERS: readonly ShareOrder[] = [
  {
    name: 'multifactor',
    summary: 'by partition tier, then by a weighted sum of age, fair share, size, partition, QOS and own priority',
    source: `Slurm's documentation, "Multifactor Priority Plugin", 2024`,
    options: [...Object.values(WEIGHTS), maxAge, favor, algorithm, periodOption, inherit],
    make: (read) =>
      multifactorOrder({
        age: read(WEIGHTS.age),
        fairshare: read(WEIGHTS.fairshare),
        size: read(WEIGHTS.size),
        partition: read(WEIGHTS.partition),
        qos: read(WEIGHTS.qos),
        job: read(WEIGHTS.job),
        maxAge: read(maxAge),
        favor: read(favor),
        algorithm: read(algorithm),
        period: read(periodOption),
        inherit: read(inherit) === 'true',
      }),
  },
  {
    name: 'fairshare',
    summary: 'by classic fair share: whoever has used least of its shares',
    source: SLURM_CLASSIC,
    options: [periodOption, inherit],
    make: (read) => fairShareOrder('classic', read(periodOption), read(inherit) === 'true'),
  },
  {
    name: 'fairtree',
    summary: 'by Fair Tree: the least served account first, and within it its least served user',
    source: SLURM_FAIR_TREE,
    options: [periodOption, inherit],
    make: (read) => fairShareOrder('tree', read(periodOption), read(inherit) === 'true'),
  },
  {
    name: 'aging',
    summary: 'by own priority, which grows with the wait up to a bound',
    source: 'Silberschatz, Galvin and Gagne, Operating System Concepts, 2018',
    options: [rate, most, inherit],
    make: (read) => agingOrder(read(rate), read(most), read(inherit) === 'true'),
  },
  {
    name: 'drf',
    summary: 'dominant resource fairness: the client with the smallest dominant share by its shares',
    source: 'Ghodsi et al., NSDI 2011',
    options: [clients],
    make: (read) => drfOrder(read(clients)),
  },
  {
    name: 'wfq',
    summary: 'weighted fair queueing: the smallest virtual finish time of the clients, by their shares',
    source: 'Demers, Keshav and Shenker, SIGCOMM 1989; Golestani, INFOCOM 1994 (self-clocked)',
    options: [clients],
    make: (read) => wfqOrder(read(clients)),
  },
];
