import { compile } from 'vega-lite';
import type { Report } from '../report.ts';
import { CHARTS } from './index.ts';

/** Vega specifications by the id of their chart: Vega-Lite is compiled here, so the page need not carry it. */
export function compiledCharts(report: Report): Record<string, ReturnType<typeof compile>['spec']> {
  return Object.fromEntries(CHARTS.map(({ id, spec }) => [id, compile(spec(report)).spec]));
}
