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
];

const LAYERS = [
  ['waits', 'waits'],
  ['runs', 'runs'],
  ['vain', 'ran in vain'],
  ['suspended', 'suspended'],
] as const;

/** What the colours of the chart of nodes mean, as far as they occur in what is drawn. */
export function showLegend({ layers, shades, window }: Parts, all: readonly Shade[]): void {
  const bars = new Set(layers.flatMap(({ bars: { count }, key }) => (count > 0 ? [key] : [])));
  const kinds = new Set([...shades.map(({ shade }) => shade), ...bandsIn(window, all)].map(({ kind }) => kind));
  const keys = [...LAYERS.filter(([kind]) => bars.has(kind)), ...SHADES.filter(([kind]) => kinds.has(kind))];
  byId('gantt-legend').replaceChildren(
    ...keys.map(([kind, text]) =>
      el('span', {}, el('span', { class: `key ${kind}`, 'aria-hidden': 'true' }), ` ${text}`),
    ),
  );
}
