import type { PolicyEntry } from '../model/policy.ts';
import type { Scheduler } from '../model/scheduler.ts';
import { backfill } from './backfill.ts';
import { type BatchRule, batch, maxMin, minMin, sufferage } from './batch.ts';
import { backfillPolicy, optionValue, orderPolicy } from './compose.ts';
import { conservative } from './conservative.ts';
import { ALL_ORDERS } from './every-order.ts';
import { factorOption, type PolicyOption, sizeOption } from './options.ts';
import { ORDERS } from './orders.ts';
import { recentTwo } from './recent.ts';
import { relaxed } from './relaxed.ts';
import { SHARE_POLICIES } from './share-policies.ts';
import { slack } from './slack.ts';

const plain = (name: string, summary: string, source: string, create: () => Scheduler): PolicyEntry => ({
  name,
  summary,
  source,
  options: [],
  create,
});

/** A batch heuristic, for so many jobs at a time. */
const batchPolicy = (name: string, summary: string, source: string, rule: BatchRule): PolicyEntry => ({
  name,
  summary,
  source,
  options: [sizeOption],
  create: (called, given) => batch(called, rule, optionValue(sizeOption, given)),
});

/** A policy with a factor as its only option. */
const tunable = (
  entry: Pick<PolicyEntry, 'name' | 'summary' | 'source'>,
  option: PolicyOption<number>,
  create: (name: string, factor: number) => Scheduler,
): PolicyEntry => ({
  ...entry,
  options: [option],
  create: (name, given) => create(name, optionValue(option, given)),
});

const TSAFRIR = 'Tsafrir, Etsion and Feitelson, IEEE TPDS 18(6), 2007';
const MUALEM = "Mu'alem and Feitelson, IEEE TPDS 12(6), 2001";
const MAHESWARAN = 'Maheswaran, Ali, Siegel, Hensgen and Freund, JPDC 59, 1999';
const MIN_MIN = `Ibarra and Kim, JACM 24(2), 1977; ${MAHESWARAN}`;
const SJF = ORDERS.find(({ name }) => name === 'sjf');

/** Every built-in policy, in the order in which lists show them: adding one is a file and a line here. */
export const SCHEDULERS: readonly PolicyEntry[] = [
  ...ALL_ORDERS.map(orderPolicy),
  ...SHARE_POLICIES,
  batchPolicy('min-min', 'of a batch of jobs the one that can end first, on the nodes where it would', MIN_MIN, minMin),
  batchPolicy('max-min', 'of a batch of jobs the one whose earliest end is the latest', MIN_MIN, maxMin),
  batchPolicy(
    'sufferage',
    'of a batch of jobs the one that loses most on its second best nodes',
    MAHESWARAN,
    sufferage,
  ),
  plain('easy', 'fcfs, and behind a blocked head whatever does not delay it', 'Lifka, JSSPP 1995', () =>
    backfill('easy', { depth: 1 }),
  ),
  plain('easy-sjbf', 'easy, trying the shortest first for backfilling', TSAFRIR, () =>
    backfill('easy-sjbf', { depth: 1, scan: SJF }),
  ),
  plain('easy++', "easy-sjbf planning with predictions, the mean of the user's last two run times", TSAFRIR, () =>
    backfill('easy++', { depth: 1, scan: SJF, predicts: recentTwo }),
  ),
  tunable(
    {
      name: 'relaxed',
      summary: 'easy, but the head may be delayed by `omega` times the wait that it expects',
      source: 'Ward, Mahood and West, JSSPP 2002',
    },
    factorOption('omega', '0.5', 'by how much of its expected wait the head may be delayed; 0 is easy'),
    relaxed,
  ),
  backfillPolicy(),
  plain('conservative', 'every job keeps a reservation that never gets later', MUALEM, conservative),
  tunable(
    {
      name: 'slack',
      summary: 'every job is promised a latest start, and whatever endangers none of these may start',
      source: 'Talby and Feitelson, IPPS 1999',
    },
    factorOption('factor', '1', 'the slack that a job gets on arrival, in multiples of the mean wait so far'),
    slack,
  ),
  plain('conservative-rebuild', 'every job is planned anew at each decision, in order of arrival', MUALEM, () =>
    backfill('conservative-rebuild', { depth: Number.POSITIVE_INFINITY }),
  ),
];
