import type { TopLevelSpec } from 'vega-lite';
import { CONFIG, FIGURES, PICKED } from '../../charts/theme.ts';

/** A chart of several panels: one spec for each value of a field. */
type Panels = Extract<TopLevelSpec, { readonly facet: unknown; readonly spec: unknown }>;

/** What is around the spec of one panel where each policy has one, three in a row. */
export const panels = (policies: readonly string[]): Omit<Panels, 'spec'> => ({
  config: CONFIG,
  params: [PICKED],
  data: FIGURES,
  facet: { field: 'policy', sort: [...policies], title: null, header: { labelOrient: 'top', labelAnchor: 'start' } },
  columns: 3,
  spacing: 24,
});
