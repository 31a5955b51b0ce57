import { escapeHtml } from '../../page/escape.ts';
import type { StudyPage } from '../charts/study-page.ts';
import { FIRST_CHOICE, type StudyChoice } from '../charts/study-rows.ts';

/** The fields that choose what the charts show; those with only one thing to choose are left out. */
export function choosers({ metrics, axes, plan }: StudyPage): string {
  const titles = metrics.map(({ title }) => title);
  const paths = axes.map(({ path }) => path);
  const fields = [
    field('metric', 'Metric', titles, 2),
    field('against', 'held against', titles, 3),
    field('axis', 'Axis', paths, 2),
    field('second', 'second axis', paths, 3),
    field(
      'target',
      'Target',
      (plan?.targets ?? []).map(({ text }) => text),
      2,
    ),
  ].filter((one) => one !== '');
  if (fields.length === 0) return '';
  return `<div class="controls" role="group" aria-label="What the charts show" data-needs-script hidden>${fields.join('')}</div>`;
}

/** @param least options from which on there is something to choose */
function field(name: keyof StudyChoice, label: string, options: readonly string[], least: number): string {
  if (options.length < least) return '';
  const items = options.map(
    (text, i) => `<option value="${i}"${i === FIRST_CHOICE[name] ? ' selected' : ''}>${escapeHtml(text)}</option>`,
  );
  return `<label>${label}<select name="${name}">${items.join('')}</select></label>`;
}
