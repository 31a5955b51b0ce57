import { toSeconds } from '../../model/time.ts';
import { nodeNames } from '../machine-lines.ts';
import type { Window } from '../views/density.ts';
import type { PageData } from '../views/page-data.ts';
import type { Shade } from '../views/shading.ts';
import { momentText } from '../views/time-axis.ts';
import { byId, el } from './dom.ts';
import { type Mark, shadeName } from './gantt-marks.ts';

/** Shades and marks that the table holds. */
const LISTED = 100;

/** From when until when a shade is, as far as anybody knows. */
function shadeSpan({ from, until }: Shade, { clock }: PageData): string {
  const first = Number.isFinite(from) ? `from ${momentText(toSeconds(from), clock)} ` : '';
  return `${first}${Number.isFinite(until) ? `until ${momentText(toSeconds(until), clock)}` : 'on'}`;
}

/** What a shade is, when, and where, for the pointer. */
export const shadeTip = (shade: Shade, data: PageData): string =>
  [shadeName(shade), shadeSpan(shade, data), `on ${nodeNames(shade.nodes, data.centre!.machine)}`].join('\n');

/** Fills the table of windows, of nodes that are away, and of interventions in the time that is shown. */
export function listEvents(window: Window, shades: readonly Shade[], marks: readonly Mark[], data: PageData): void {
  const { machine } = data.centre!;
  const rows = [
    ...shades
      .filter(({ from, until }) => from < window.to && until > window.from)
      .map((shade) => ({
        at: shade.from,
        cells: () => [shadeName(shade), shadeSpan(shade, data), `on ${nodeNames(shade.nodes, machine)}`],
      })),
    ...marks
      .filter(({ at }) => at >= window.from && at <= window.to)
      .map(({ at, text }) => ({
        at,
        cells: () => ['intervention', `at ${momentText(toSeconds(at), data.clock)}`, text],
      })),
  ].sort((a, b) => a.at - b.at);
  const table = byId('gantt-events');
  table.closest('details')!.hidden = rows.length === 0;
  table.replaceChildren(
    ...rows
      .slice(0, LISTED)
      .map(({ cells }) => cells())
      .map(([what, ...more]) =>
        el('tr', {}, el('th', { scope: 'row' }, what!), ...more.map((text) => el('td', { class: 'text' }, text))),
      ),
  );
}
