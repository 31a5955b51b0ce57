import { MAIN_METRICS } from '../metrics/index.ts';
import { claimsSentence } from './claim-words.ts';
import { figureColumn, formatCount, formatCounted, formatFigure, NEVER_RAN } from './format.ts';
import type { Report } from './report.ts';

/** The metric by which a report names its best policy where the scenario names none; others are told where they disagree. */
const USUAL = 'mean_bounded_slowdown';
const OTHERS = [USUAL, 'mean_wait', 'max_wait', 'utilization'];

/** Whoever asks so wants to know which policy; other questions are answered by what was claimed, where something was. */
const ASKS_WHICH = /^\s*(which|what|who)\b/i;

/** The answer that the figures give, in a few sentences of plain text: which policy did best and whether claims hold. */
export function leadSentences(report: Report): string[] {
  const { jobs, procs, name } = report.workload;
  const scope = `${formatCounted(jobs, 'job')} of ${name} on ${formatCounted(procs, 'processor')}`;
  if (jobs === 0 || report.policies.length === 0) return [`${scope}: no job ran, so there is nothing to compare.`];
  const claims = [claimsSentence(report.claims)].filter((sentence) => sentence !== '');
  const [answer, ...more] = comparison(report, scope);
  const lead = ASKS_WHICH.test(report.question ?? '') ? [answer!, ...claims] : [...claims, answer!];
  return [...lead, ...more, ...neverRan(report)];
}

/** Jobs that never ran are in none of the other figures. */
function neverRan({ policies }: Report): string[] {
  const some = policies.flatMap(({ label, metrics }) => {
    const jobs = metrics[NEVER_RAN] ?? 0;
    return jobs > 0 ? [`${formatCounted(jobs, 'job')} under ${label}`] : [];
  });
  return some.length === 0 ? [] : [`Never ran: ${some.join(', ')}; figures of waits are of the others.`];
}

/** What the scenario shows first decides, if one value of it can be better than another. */
function decidingOf({ main, metrics }: Report): string {
  const [first] = main;
  const named = main.join() !== MAIN_METRICS.join() && metrics.find(({ name }) => name === first);
  return named && named.better !== 'neither' ? named.name : USUAL;
}

function comparison(report: Report, scope: string): string[] {
  const [first, ...more] = report.policies;
  const deciding = decidingOf(report);
  const said = (policy: number): string => figureWords(report, deciding, policy);
  if (more.length === 0) return [`Under ${first!.label} ${said(0)}.`, rest(report, 0), `It ran ${scope}.`];
  const policies = `${report.policies.length} policies`;
  const { metric, values, best } = figureColumn(report, deciding);
  if (best.every((is) => !is)) {
    return [`Of ${policies} none does better than another: ${said(0)} under each.`, `They ran ${scope}.`];
  }
  const loser = metric.better === 'lower' ? highest : lowest;
  const [one, worst] = [best.indexOf(true), loser(values)];
  const winners = report.policies.filter((_, policy) => best[policy]);
  const label = report.policies[worst]!.label;
  const names = winners.map((policy) => policy.label);
  return [
    `Of ${policies}, ${listed(names)} ${names.length === 1 ? 'does' : 'do'} best: ${said(one)}, ` +
      `against ${show(report, deciding, worst)}${deciding === USUAL ? ' times' : ''} under ${label}, which does worst.`,
    ...(names.length === 1 ? [rest(report, one)] : []),
    ...disagreements(report, best, deciding),
    `They ran ${scope}.`,
  ];
}

type Values = readonly (number | null)[];
const lowest = (values: Values): number => values.indexOf(Math.min(...values.flatMap((value) => value ?? [])));
const highest = (values: Values): number => values.indexOf(Math.max(...values.flatMap((value) => value ?? [])));

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** The deciding figure; the usual one as what it is to the people whose jobs these are. */
function figureWords(report: Report, deciding: string, policy: number): string {
  const shown = show(report, deciding, policy);
  if (deciding === USUAL) return `a job takes on average ${shown} times as long as it runs (mean bounded slowdown)`;
  const { metric } = figureColumn(report, deciding);
  return `${metric.label.toLowerCase()} ${shown}`;
}

const rest = (report: Report, policy: number): string =>
  `Its jobs wait ${show(report, 'mean_wait', policy)} on average and ${show(report, 'max_wait', policy)} at most, ` +
  `and it keeps ${show(report, 'utilization', policy)} of the machine in use.`;

/** Metrics disagree; a policy that is best by one and not by another should not pass for the best. */
function disagreements(report: Report, winners: readonly boolean[], deciding: string): string[] {
  const found = OTHERS.filter((name) => name !== deciding).flatMap((name) => {
    const { metric, best } = figureColumn(report, name);
    if (!best.includes(true) || best.some((is, policy) => is && winners[policy])) return [];
    const leader = best.indexOf(true);
    return [`${metric.label.toLowerCase()} (${report.policies[leader]!.label}, ${show(report, name, leader)})`];
  });
  if (found.length === 0) return [];
  return [`${found.length === 1 ? 'Another policy does' : 'Other policies do'} better in ${found.join(', ')}.`];
}

function show(report: Report, name: string, policy: number): string {
  const { metric, values } = figureColumn(report, name);
  const value = values[policy]!;
  // The name of a count says already what is counted.
  if (metric.unit === 'jobs' && Number.isInteger(value)) return formatCount(value!);
  return formatFigure(metric, value);
}
