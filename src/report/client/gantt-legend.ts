import type { Shade } from '../views/shading.ts';
import { byId, el } from './dom.ts';
import type { Parts } from './gantt-levels.ts';
import { bandsIn } from './gantt-marks.ts';

const SHADES: readonly (readonly [Shade['kind'], string])[] = [
  ['maintenance', 'maintenance'],
  ['reservation', 'reserved'],
  ['drained', 'drained'],
  ['offline', 'offline'],
  ['error', 'in error'],
  ['unnoticed', 'failed, not known yet'],
  ['down', 'down'],
  ['quarantine', 'in quarantine'],
];

const LAYERS = [
  ['waits', 'waits'],
  ['runs', 'runs'],
  ['vain', 'ran in vain'],
  ['suspended', 'suspended'],
  ['reads', 'reads a checkpoint'],
  ['dead', 'dead or stuck'],
] as const;

const SIGNS = [
  ['fault', '×', 'stopped by a fault'],
  ['move', '>', 'moved ahead of a failure'],
] as const;

/** What the colours of the chart of nodes mean, as far as they occur in what is drawn. */
export function showLegend({ layers, shades, points, window }: Parts, all: readonly Shade[]): void {
  const bars = new Set(layers.flatMap(({ bars: { count }, key }) => (count > 0 ? [key] : [])));
  const kinds = new Set([...shades.map(({ shade }) => shade), ...bandsIn(window, all)].map(({ kind }) => kind));
  const keys = [...LAYERS.filter(([kind]) => bars.has(kind)), ...SHADES.filter(([kind]) => kinds.has(kind))];
  byId('gantt-legend').replaceChildren(
    ...keys.map(([kind, text]) =>
      el('span', {}, el('span', { class: `key ${kind}`, 'aria-hidden': 'true' }), ` ${text}`),
    ),
    ...SIGNS.filter(([kind]) => points.shown.some((point) => point.kind === kind)).map(([, sign, text]) =>
      el('span', {}, el('span', { class: 'sign', 'aria-hidden': 'true' }, sign), ` ${text}`),
    ),
  );
}
