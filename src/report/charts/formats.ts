/** The forms in which a chart can be a file of its own. */
export const CHART_FORMATS = ['svg', 'png'] as const;

export type ChartFormat = (typeof CHART_FORMATS)[number];
