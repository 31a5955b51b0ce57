import type { RunDiff } from '../experiment/diff.ts';
import type { Shrunk } from '../experiment/shrink.ts';
import type { JobId } from '../model/jobs.ts';
import { rowsOf } from '../model/rows.ts';
import { partingText, type RunNames } from './diff-text.ts';
import { type DiffTold, diffWording } from './diff-words.ts';
import type { TextForm } from './explain-layout.ts';
import { durationText } from './explain-words.ts';
import { formatCount, formatCounted } from './format.ts';
import { plainTable, type TextColumn } from './plain-table.ts';
import { wrap } from './wrap.ts';

/**
 * The jobs that are left, when each starts in both runs, and where these part.
 * @param diff of the two runs of these jobs alone
 */
export function shrunkText(told: DiffTold, names: RunNames, shrunk: Shrunk, diff: RunDiff, form: TextForm): string {
  const { rows, pairs, minimal } = shrunk;
  const left = { ...told, jobs: rowsOf(told.jobs, rows) };
  const of = `${formatCount(rows.length)} of ${formatCounted(told.jobs.length, 'job')}`;
  const enough = `${of} ${rows.length === 1 ? 'is' : 'are'} enough to part them`;
  const known = minimal ? 'none of these can be left out' : 'the search ended at its bound, so fewer may do';
  const title = `${form.colors.bold(enough)}; ${known} (${formatCounted(pairs, 'pair')} of simulations)`;
  return [
    ...wrap(title, form.columns, '  '),
    '',
    ...tableLines(left, names, shrunk, form),
    '',
    partingText(left, names, diff.parting, form),
  ].join('\n');
}

/** A line per job where there is room for all columns; else they go on below, or each job has lines of its own. */
function tableLines(left: DiffTold, [nameA, nameB]: RunNames, { a, b }: Shrunk, form: TextForm): string[] {
  const { jobs } = left;
  const to = diffWording(left);
  const column = (head: readonly string[], cell: (job: JobId) => string): TextColumn => ({
    head,
    cells: Array.from({ length: jobs.length }, (_, row) => cell(row as JobId)),
  });
  const names = column(['', 'job'], (job) => to.job(job).replace(/^job /, ''));
  const columns = [
    column(['', 'submitted'], (job) => to.time(jobs.submit[job]!)),
    column(['', 'processors'], (job) => formatCount(jobs.procs[job]!)),
    column(['', 'asks for'], (job) => durationText(jobs.estimate[job]!)),
    column(['', 'runs'], (job) => durationText(jobs.runtime[job]!)),
    column(['start under', nameA], (job) => to.time(a.start[job]!)),
    column(['start under', nameB], (job) => to.time(b.start[job]!)),
  ];
  return (
    plainTable(names, columns, form.columns, form.colors.bold) ??
    names.cells.flatMap((name, row) => {
      const cells = columns.map(({ head, cells }) => `${head.join(' ').trim()} ${cells[row]}`);
      return wrap(`job ${name}: ${cells.join(', ')}`, form.columns, '  ');
    })
  );
}
