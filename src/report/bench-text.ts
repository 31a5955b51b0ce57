import type { SpeedBaseline } from '../experiment/bench/baseline.ts';
import { SPEED_VERDICTS, type SpeedJudgement, type SpeedVerdict } from '../experiment/bench/speed.ts';
import { type BenchReport, ratioOf } from './bench-json.ts';
import type { TextForm } from './explain-layout.ts';
import { formatNumber } from './format.ts';
import { plainTable } from './plain-table.ts';
import { wrap } from './wrap.ts';

/** What a benchmark found, for a terminal. */
export function benchText(report: BenchReport, form: TextForm): string {
  const { policies, baseline } = report;
  const cells = (head: string, of: (one: BenchReport['policies'][number]) => string): Column => ({
    head: [head],
    cells: policies.map(of),
  });
  const columns = [
    cells('ms per run', ({ policy }) => formatNumber(policy.time, 3)),
    cells('calibrations', ({ policy }) => formatNumber(ratioOf(policy), 3)),
  ];
  if (baseline !== undefined) {
    columns.push(cells('time as before', ({ against }) => factorWords(against!)));
    columns.push(cells('verdict', ({ against }) => against!.verdict));
  }
  const names = { ...cells('policy', ({ policy }) => policy.label), left: true } as const;
  const table = plainTable(names, columns, form.columns, form.colors.bold) ?? policies.flatMap((_, i) => lineOf(i));
  function lineOf(i: number): string[] {
    return wrap([names, ...columns].map((column) => column.cells[i]).join(', '), form.columns, '  ');
  }
  const notes = notesOf(report).flatMap((note) => wrap(note, form.columns, '  '));
  return `${[...table, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')}\n`;
}

interface Column {
  readonly head: readonly string[];
  readonly cells: readonly string[];
}

/** `1.03 (0.98 to 1.08)`: how many times as long, with the interval. */
function factorWords({ factor, low, high }: SpeedJudgement): string {
  const places = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : 'any');
  return `x ${places(factor)} (${places(low)} to ${places(high)})`;
}

const CENTRE = 'a study: timed is the plain comparison at its centre, the first point with the workload as it is';

const notesOf = (report: BenchReport): string[] => [...(report.study ? [CENTRE] : []), ...comparisonNotes(report)];

function comparisonNotes({ policies, now, baseline }: BenchReport): string[] {
  if (baseline === undefined) return [];
  const { was, file, margin } = baseline;
  const of = (verdict: SpeedVerdict): number => policies.filter(({ against }) => against?.verdict === verdict).length;
  const counts = SPEED_VERDICTS.filter((verdict) => of(verdict) > 0).map((verdict) => `${of(verdict)} ${verdict}`);
  const undecided = of('not enough evidence') + of('not enough evidence: machine too busy');
  const percent = Number((margin * 100).toPrecision(6));
  return [
    `against ${file}, margin ${percent} %: ${counts.join(', ')}`,
    ...(undecided > 0 ? shareNotes(now, was, file) : []),
    ...(of('not enough evidence') > 0 ? ['more --samples, in both, make the intervals narrower'] : []),
    ...(was.node === now.node ? [] : [`${file} was made under Node ${was.node}, this is ${now.node}`]),
    ...(was.version === now.version ? [] : [`${file} was made by version ${was.version}, this is ${now.version}`]),
  ];
}

/** Below this part of a processor, other work is worth a word where there is no verdict. */
const QUIET = 0.7;

function shareNotes(now: SpeedBaseline, was: SpeedBaseline, file: string): string[] {
  const least = ({ policies }: SpeedBaseline): number => Math.min(...policies.map(({ share }) => share));
  const percent = (share: number): string => `${Math.round(share * 100)} % of a processor`;
  const [here, there] = [least(now), least(was)];
  return [
    ...(here < QUIET
      ? [`the machine had other work: the calibration was given ${percent(here)}; an idle one tells more`]
      : []),
    ...(there < QUIET
      ? [`${file} was made beside other work, with ${percent(there)}; --save on an idle machine is better`]
      : []),
  ];
}
