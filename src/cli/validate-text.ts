import type { RunOptions } from '../experiment/experiment.ts';
import type { Ledger } from '../model/ledger.ts';
import { formatCount } from '../report/format.ts';
import { wrap } from '../report/wrap.ts';
import { styles } from './style.ts';
import type { Terminal } from './terminal.ts';

/** What a run of a scenario would do; the keys are those of `validate --json`. */
export interface Forecast {
  readonly question: string;
  readonly workload: string;
  readonly jobs: number;
  readonly procs: number;
  readonly policies: readonly string[];
  /** Jobs times policies; of a study, times its runs, as if all its workloads were as large as the first. */
  readonly simulated_jobs: number;
  /** Of a scenario that is answered by many runs: one for each point, replication and policy. */
  readonly study?: { readonly points: number; readonly replications: number; readonly runs: number };
  readonly options: RunOptions;
  readonly malformed: number;
  readonly ledger: Ledger;
}

const INDENT = ' '.repeat(12);

/** A forecast for people. */
export function forecastText(file: string, forecast: Forecast, terminal: Terminal): string {
  const { bold, green } = styles(terminal);
  const { jobs, policies, procs, workload, options } = forecast;
  const { profile, ...rules } = options;
  const row = (name: string, text: string): string[] => {
    const [first = '', ...more] = wrap(text, terminal.columns - INDENT.length);
    return [`  ${name.padEnd(INDENT.length - 2)}${first}`, ...more.map((line) => INDENT + line)];
  };
  const lines = [
    ...wrap(`${bold(file)}: ${green('valid')}`, terminal.columns),
    ...row('question', forecast.question),
    ...row('workload', `${workload}: ${formatCount(jobs)} jobs on ${formatCount(procs)} processors`),
    ...row('records', records(forecast)),
    ...row('policies', `${policies.length}: ${policies.join(', ')}`),
    ...row(
      'rules',
      `profile ${profile}: ${Object.entries(rules)
        .map((rule) => rule.join(' '))
        .join(', ')}`,
    ),
    ...row('to run', toRun(forecast)),
  ];
  return `${lines.join('\n')}\n`;
}

function toRun({ simulated_jobs, policies, study }: Forecast): string {
  if (study === undefined) return `${formatCount(simulated_jobs)} jobs in ${counted(policies.length, 'simulation')}`;
  const { points, replications, runs } = study;
  const of = [counted(points, 'point'), counted(replications, 'replication')].join(' x ');
  const by = policies.length === 1 ? '1 policy' : `${formatCount(policies.length)} policies`;
  return `${counted(runs, 'run')}: ${of} x ${by}; about ${formatCount(simulated_jobs)} jobs`;
}

const counted = (count: number, what: string): string => `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;

/** The ledger in one sentence; trace inspect shows all of it. */
function records({ malformed, ledger }: Forecast): string {
  const of = (wanted: string): number =>
    ledger.filter(({ effect }) => effect === wanted).reduce((sum, { count }) => sum + count, 0);
  return `${formatCount(of('dropped'))} dropped, ${formatCount(of('edited'))} edited, ${counted(malformed, 'malformed line')}`;
}
