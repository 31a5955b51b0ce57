import { compile } from 'vega-lite';
import type { Report } from '../report.ts';
import { chartsOf } from './index.ts';

/** Vega specifications by the id of their chart: Vega-Lite is compiled here, so the page need not carry it. */
export function compiledCharts(report: Report): Record<string, ReturnType<typeof compile>['spec']> {
  return Object.fromEntries(chartsOf(report).map(({ id, spec }) => [id, compile(spec(report)).spec]));
}
