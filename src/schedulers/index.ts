import type { PolicyEntry } from '../model/policy.ts';
import type { Scheduler } from '../model/scheduler.ts';
import { backfill } from './backfill.ts';
import { backfillPolicy, orderPolicy } from './compose.ts';
import { conservative } from './conservative.ts';
import { ORDERS } from './orders.ts';

const plain = (name: string, summary: string, source: string, create: () => Scheduler): PolicyEntry => ({
  name,
  summary,
  source,
  options: [],
  create,
});

const MUALEM = "Mu'alem and Feitelson, IEEE TPDS 12(6), 2001";
const SJF = ORDERS.find(({ name }) => name === 'sjf');

/** Every built-in policy, in the order in which lists show them: adding one is a file and a line here. */
export const SCHEDULERS: readonly PolicyEntry[] = [
  ...ORDERS.map(orderPolicy),
  plain('easy', 'fcfs, and behind a blocked head whatever does not delay it', 'Lifka, JSSPP 1995', () =>
    backfill('easy', { depth: 1 }),
  ),
  plain(
    'easy-sjbf',
    'easy, trying the shortest first for backfilling',
    'Tsafrir, Etsion and Feitelson, IEEE TPDS 18(6), 2007',
    () => backfill('easy-sjbf', { depth: 1, scan: SJF }),
  ),
  backfillPolicy(),
  plain('conservative', 'every job keeps a reservation that never gets later', MUALEM, conservative),
  plain('conservative-rebuild', 'every job is planned anew at each decision, in order of arrival', MUALEM, () =>
    backfill('conservative-rebuild', { depth: Number.POSITIVE_INFINITY }),
  ),
];
