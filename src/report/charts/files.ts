import { dirname, join } from 'node:path';
import { parse, type Spec, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { dependencyFile } from '../../model/package.ts';
import { LIGHT } from '../page/colors.ts';
import type { Report } from '../report.ts';
import type { ChartFormat } from './formats.ts';
import { ALL_CHARTS, type Chart, chartsOf } from './index.ts';

/** A chart as a file in the folder of the report. */
export interface ChartFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** Pixels of a PNG for each pixel of the drawing: sharp in print. */
const SCALE = 2;
const FONT = 'DejaVu Sans';

/** `charts/wait.svg` and so on, of every chart that there may be. */
export const chartNames = (formats: readonly ChartFormat[]): string[] =>
  ALL_CHARTS.flatMap(({ id }) => formats.map((format) => nameOf(id, format)));

const nameOf = (id: string, format: ChartFormat): string => `charts/${id.replace(/^chart-/, '')}.${format}`;

/** Every chart of a report in every format, in the light colours of the page. */
export async function chartFiles(report: Report, formats: readonly ChartFormat[]): Promise<ChartFile[]> {
  const files: ChartFile[] = [];
  for (const chart of chartsOf(report)) {
    const svg = await drawing(chart, report);
    for (const format of formats) {
      files.push({ name: nameOf(chart.id, format), content: format === 'svg' ? svg : await picture(svg) });
    }
  }
  return files;
}

/** The chart alone: with its title, with a legend where the page has buttons, and with colours instead of names for them. */
async function drawing(chart: Chart, report: Report): Promise<string> {
  const { policies } = report;
  const spec = standalone(chart.spec(report), chart.title);
  const since = policies[0]?.series.utilization.from ?? 0;
  const view = new View(parse(compile(spec).spec as Spec), { renderer: 'none' });
  const svg = await view.data('figures', chart.data(policies, since)).toSVG();
  view.finalize();
  return `${numberClips(svg).replaceAll(/var\(--([\w-]+)\)/g, (_, name: string) => LIGHT[name]!)}\n`;
}

/** Vega counts its clips from the start of the process on; the same chart should be the same file. */
function numberClips(svg: string): string {
  const seen = new Map<string, string>();
  return svg.replaceAll(/\bclip\d+\b/g, (id) => {
    if (!seen.has(id)) seen.set(id, `clip${seen.size + 1}`);
    return seen.get(id)!;
  });
}

interface Encoded {
  readonly encoding?: Record<string, object>;
  readonly layer?: readonly Encoded[];
}

function standalone(spec: TopLevelSpec, title: string): TopLevelSpec {
  const own = spec as TopLevelSpec & Encoded & { readonly spec?: Encoded };
  return {
    ...withLegend(own),
    ...(own.spec && { spec: withLegend(own.spec) }),
    title: { text: title, anchor: 'start', color: 'var(--ink)', fontSize: 15, offset: 12 },
    background: 'var(--page)',
    padding: 14,
    config: { ...own.config, font: `'${FONT}', system-ui, sans-serif` },
  } as TopLevelSpec;
}

/** Lines that differ by policy say which is whose. */
function withLegend<T extends Encoded>(own: T): T {
  if (own.layer?.some(isByPolicy)) return { ...own, layer: own.layer.map(legended) };
  return isByPolicy(own) ? legended(own) : own;
}

const isByPolicy = ({ encoding }: Encoded): boolean =>
  encoding?.['color'] !== undefined && encoding['strokeDash'] !== undefined;

const LEGEND = { title: null, labelColor: 'var(--ink)', labelLimit: 400, symbolType: 'stroke', symbolSize: 400 };

function legended<T extends Encoded>(own: T): T {
  const shown = Object.entries(own.encoding ?? {}).map(([channel, of]) =>
    channel === 'color' || channel === 'strokeDash' ? [channel, { ...of, legend: LEGEND }] : [channel, of],
  );
  return { ...own, encoding: Object.fromEntries(shown) };
}

/** The library that rasterizes is loaded only where somebody wants pixels; it brings its own fonts, so they are the same everywhere. */
async function picture(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const fonts = join(dirname(dependencyFile('dejavu-fonts-ttf/package.json')), 'ttf');
  const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) => join(fonts, name));
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: FONT, sansSerifFamily: FONT };
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: SCALE }, font }).render().asPng();
}
