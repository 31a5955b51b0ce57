import type { FinishedRun } from '../../model/run.ts';
import type { Shade } from '../views/shading.ts';
import { byId, el } from './dom.ts';

const SHADES: readonly (readonly [Shade['kind'], string])[] = [
  ['maintenance', 'maintenance'],
  ['reservation', 'reserved'],
  ['drained', 'drained'],
  ['offline', 'offline'],
  ['error', 'in error'],
];

/** What the colours of the chart of nodes mean, as far as they occur in a run. */
export function showLegend({ centre }: FinishedRun, shades: readonly Shade[]): void {
  const endings = new Set(centre!.stretches.map(({ ending }) => ending));
  const keys: [string, string][] = [
    ['waits', 'waits'],
    ['runs', 'runs'],
    ...(endings.has('requeue') || endings.has('cancel') ? [['vain', 'ran in vain'] as [string, string]] : []),
    ...(endings.has('suspend') ? [['suspended', 'suspended'] as [string, string]] : []),
    ...SHADES.filter(([kind]) => shades.some((shade) => shade.kind === kind)).map(([kind, text]): [string, string] => [
      kind,
      text,
    ]),
  ];
  byId('gantt-legend').replaceChildren(
    ...keys.map(([kind, text]) =>
      el('span', {}, el('span', { class: `key ${kind}`, 'aria-hidden': 'true' }), ` ${text}`),
    ),
  );
}
