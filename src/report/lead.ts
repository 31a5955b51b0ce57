import { figureColumn, formatCount, formatFigure } from './format.ts';
import type { Report } from './report.ts';

/** The metric by which a report names its best policy; the others are told where they disagree. */
const DECIDING = 'mean_bounded_slowdown';
const OTHERS = ['mean_wait', 'max_wait', 'utilization'];

/** The answer that the figures give, in a few sentences of plain text. */
export function leadSentences(report: Report): string[] {
  const { jobs, procs, name } = report.workload;
  const scope = `${formatCount(jobs)} jobs of ${name} on ${formatCount(procs)} processors`;
  if (jobs === 0 || report.policies.length === 0) return [`${scope}: no job ran, so there is nothing to compare.`];
  if (report.policies.length === 1) return [`${report.policies[0]!.label} ran ${scope}: ${figures(report, 0)}.`];
  const { values, best } = figureColumn(report, DECIDING);
  const known = values.map((value) => value ?? Number.NaN);
  const [least, most] = [known.indexOf(Math.min(...known)), known.indexOf(Math.max(...known))];
  if (best.every((is) => !is)) {
    return [
      `All ${report.policies.length} policies give ${scope} the same mean bounded slowdown: ${show(report, DECIDING, 0)}.`,
    ];
  }
  const winner = report.policies[least]!.label;
  return [
    `Of ${report.policies.length} policies for ${scope}, ${winner} has the lowest mean bounded slowdown: ` +
      `${show(report, DECIDING, least)}, against ${show(report, DECIDING, most)} under ${report.policies[most]!.label}, the highest.`,
    `Its jobs wait ${show(report, 'mean_wait', least)} on average and ${show(report, 'max_wait', least)} at most, ` +
      `and it keeps ${show(report, 'utilization', least)} of the machine in use.`,
    ...disagreements(report, least),
  ];
}

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
  return found.length === 0 ? [] : [`Other policies do better in ${found.join(', ')}.`];
}

function figures(report: Report, policy: number): string {
  const of = (name: string): string => show(report, name, policy);
  return `mean bounded slowdown ${of(DECIDING)}, mean wait ${of('mean_wait')}, utilization ${of('utilization')}`;
}

function show(report: Report, name: string, policy: number): string {
  const { metric, values } = figureColumn(report, name);
  return formatFigure(metric, values[policy]!);
}
