import { lineStyle } from '../charts/theme.ts';
import { type FigureColumn, figureColumn, formatCount, mainColumns, NO_VALUE, scaleOf } from '../format.ts';
import type { Report } from '../report.ts';
import { escapeHtml } from './escape.ts';

/** A short piece of the policy's line in the charts. */
export function swatch(policy: number): string {
  const { color, dash } = lineStyle(policy);
  return (
    '<svg class="swatch" width="22" height="8" aria-hidden="true"><line x1="0" y1="4" x2="22" y2="4" ' +
    `stroke="${color}" stroke-width="3" stroke-dasharray="${dash[1] === 0 ? 'none' : dash.join(' ')}"/></svg>`
  );
}

/** The buttons that pick one policy in all charts; the only legend they have. */
export function legend({ policies }: { readonly policies: readonly { readonly label: string }[] }): string {
  const buttons = policies.map(
    ({ label }, i) =>
      `<button type="button" data-policy="${escapeHtml(label)}" aria-pressed="false">${swatch(i)}${escapeHtml(label)}</button>`,
  );
  return `<div class="legend" role="group" aria-label="Highlight one policy in all charts">${buttons.join('')}</div>`;
}

/** Policies by main metrics. Each cell carries its exact value; the best are marked by sign as well as by colour. */
export function mainTable(report: Report, id = 'policies'): string {
  const columns = mainColumns(report);
  const head = columns.map(
    ({ metric, unit }) =>
      `<th scope="col" title="${escapeHtml(metric.definition)}">${escapeHtml(metric.label)} ` +
      `<span class="unit">${escapeHtml([unit, direction(metric.better)].filter(Boolean).join(', '))}</span></th>`,
  );
  const rows = report.policies.map(({ label, description }, i) => {
    const name = `<th scope="row" title="${escapeHtml(description)}">${swatch(i)}${escapeHtml(label)}</th>`;
    return `<tr data-policy="${escapeHtml(label)}">${name}${columns.map((column) => figureCell(column, i)).join('')}</tr>`;
  });
  return scroll(`<table id="${id}" class="pin"><thead><tr><th scope="col">Policy</th>${head.join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`);
}

/** Every metric, one row each, by policies. */
export function allMetricsTable(report: Report): string {
  const head = report.policies.map(({ label }) => `<th scope="col">${escapeHtml(label)}</th>`);
  const rows = report.metrics.map(({ name }) => {
    const column = figureColumn(report, name);
    const unit = column.unit === '' ? '' : ` <span class="note">${escapeHtml(column.unit)}</span>`;
    const cells = report.policies.map((_, policy) => figureCell(column, policy));
    return `<tr><th scope="row">${escapeHtml(column.metric.label)}${unit}</th>${cells.join('')}</tr>`;
  });
  return scroll(`<table id="metrics" class="pin"><thead><tr><th scope="col">Metric</th>${head.join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`);
}

/** The mean wait of the users with most jobs, by policies. */
export function userTable(report: Report): string {
  const users = report.policies[0]?.users ?? [];
  const { unit, show } = scaleOf(
    's',
    report.policies.flatMap((policy) => policy.users.map((user) => user.mean_wait)),
  );
  const head = report.policies.map(({ label }) => `<th scope="col">${escapeHtml(label)}</th>`);
  const rows = users.map(({ user, jobs }) => {
    const cells = report.policies.map((policy) => {
      const figures = policy.users.find((other) => other.user === user);
      return `<td>${show(figures?.mean_wait ?? null)}</td>`;
    });
    const name = user === -1 ? 'not given' : String(user);
    return `<tr><th scope="row">${name}</th><td>${formatCount(jobs ?? 0)}</td>${cells.join('')}</tr>`;
  });
  return `<p class="note">Mean wait in ${unit} of the ${users.length} users with most jobs.</p>
${scroll(`<table class="pin"><thead><tr><th scope="col">User</th><th scope="col">Jobs</th>${head.join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`)}`;
}

function figureCell({ metric, values, texts, best }: FigureColumn, policy: number): string {
  const value = values[policy] ?? null;
  const attributes = `data-metric="${metric.name}" data-value="${value ?? ''}"${value === null ? '' : ` title="${exact(value, metric.unit)}"`}`;
  // The mark stands in a box of its own in every cell, so that the digits stay in line.
  const mark = best[policy] ? '<span class="mark" aria-label="best">★</span>' : '<span class="mark"></span>';
  return `<td ${attributes}${best[policy] ? ' class="best"' : ''}>${texts[policy] ?? NO_VALUE}${mark}</td>`;
}

const exact = (value: number, unit: string): string => `${value}${unit === 's' ? ' s' : ''}`;

function direction(better: FigureColumn['metric']['better']): string {
  if (better === 'neither') return '';
  return better === 'lower' ? 'lower is better' : 'higher is better';
}

export const scroll = (table: string): string =>
  `<div class="scroll" tabindex="0" role="region" aria-label="Table">${table}</div>`;
