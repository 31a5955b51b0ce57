import { claimsSentence } from './claim-words.ts';
import { figureColumn, formatCounted, formatFigure } from './format.ts';
import type { Report } from './report.ts';

/** The metric by which a report names its best policy; the others are told where they disagree. */
const DECIDING = 'mean_bounded_slowdown';
const OTHERS = ['mean_wait', 'max_wait', 'utilization'];

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
  return [...lead, ...more];
}

function comparison(report: Report, scope: string): string[] {
  const [first, ...more] = report.policies;
  if (more.length === 0) return [`Under ${first!.label} ${slowdown(report, 0)}.`, rest(report, 0), `It ran ${scope}.`];
  const policies = `${report.policies.length} policies`;
  const { values, best } = figureColumn(report, DECIDING);
  if (best.every((is) => !is)) {
    return [`Of ${policies} none does better than another: ${slowdown(report, 0)} under each.`, `They ran ${scope}.`];
  }
  const known = values.map((value) => value ?? Number.NaN);
  const [least, most] = [known.indexOf(Math.min(...known)), known.indexOf(Math.max(...known))];
  return [
    `Of ${policies}, ${report.policies[least]!.label} does best: ${slowdown(report, least)}, ` +
      `against ${show(report, DECIDING, most)} times under ${report.policies[most]!.label}, which does worst.`,
    rest(report, least),
    ...disagreements(report, least),
    `They ran ${scope}.`,
  ];
}

/** The deciding figure as what it is to the people whose jobs these are. */
const slowdown = (report: Report, policy: number): string =>
  `a job takes on average ${show(report, DECIDING, policy)} times as long as it runs (mean bounded slowdown)`;

const rest = (report: Report, policy: number): string =>
  `Its jobs wait ${show(report, 'mean_wait', policy)} on average and ${show(report, 'max_wait', policy)} at most, ` +
  `and it keeps ${show(report, 'utilization', policy)} of the machine in use.`;

/** Metrics disagree; a policy that is best by one and not by another should not pass for the best. */
function disagreements(report: Report, winner: number): string[] {
  const found = OTHERS.flatMap((name) => {
    const { metric, best, values } = figureColumn(report, name);
    const first = best.indexOf(true);
    if (first === -1 || best[winner]) return [];
    const extreme = metric.better === 'lower' ? Math.min : Math.max;
    const leader = values.indexOf(extreme(...values.map((value) => value ?? Number.NaN)));
    return [`${metric.label.toLowerCase()} (${report.policies[leader]!.label}, ${show(report, name, leader)})`];
  });
  if (found.length === 0) return [];
  return [`${found.length === 1 ? 'Another policy does' : 'Other policies do'} better in ${found.join(', ')}.`];
}

function show(report: Report, name: string, policy: number): string {
  const { metric, values } = figureColumn(report, name);
  return formatFigure(metric, values[policy]!);
}
