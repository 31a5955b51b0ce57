import { type AmountText, amountOf } from '../../../experiment/study/amount.ts';
import { MIB_PER_GIB } from '../../../model/resources.ts';
import { chartDigits } from '../../charts/theme.ts';
import { formatFigure, scaleOf } from '../../format.ts';
import { sizeText, stateOf } from '../plan-words.ts';
import type { StudyReport } from '../study-report.ts';
import { axisTitles, metricOf, valueTexts } from '../study-words.ts';
import type { PageMetric, StudyPage } from './study-page.ts';

/** Beyond so many points intervals would be nothing but a band of ink, and the page heavy. */
const MOST_INTERVALS = 1500;

export function studyPage(report: StudyReport): StudyPage {
  const { points, policies, axes, compare, effects } = report;
  const [titles, texts] = [axisTitles(report), points.map(valueTexts(report))];
  return {
    policies: policies.map(({ label }) => label),
    points: points.length,
    axes: axes.map(({ path }, i) => ({
      path,
      title: titles[i]!,
      values: points.map(({ values }, at) => (typeof values[i] === 'number' ? Number(texts[at]![i]) : texts[at]![i]!)),
    })),
    metrics: compare.metrics.map((name) => pageMetric(report, name)),
    // The levels of an axis are in the line chart.
    effects:
      axes.length < 2
        ? []
        : effects.map(({ policy, metric, axes: of, rest }) => ({
            policy,
            metric,
            shares: of.map(({ share }) => share),
            rest,
          })),
    plan: planPage(report),
  };
}

function pageMetric(report: StudyReport, name: string): PageMetric {
  const { points, policies } = report;
  const metric = metricOf(report, name);
  const column = (end: 'value' | 'low' | 'high', factor: number): (number | null)[][] =>
    policies.map((_, policy) =>
      points.map((point) => {
        const figure = point.policies[policy]!.metrics[name]?.[end] ?? null;
        return figure === null ? null : chartDigits(figure / factor);
      }),
    );
  const { unit, factor } = scaleOf(metric.unit, column('value', 1).flat());
  const ends = points.length <= MOST_INTERVALS;
  return {
    name,
    title: unit === '' ? metric.label : `${metric.label} (${unit})`,
    better: metric.better,
    value: column('value', factor),
    low: ends ? column('low', factor) : null,
    high: ends ? column('high', factor) : null,
  };
}

function planPage({ plan }: StudyReport): StudyPage['plan'] {
  const first = plan?.policies[0]?.probes[0];
  if (plan === null || first === undefined) return null;
  const sizes = sizeScale(plan.policies.flatMap(({ probes }) => probes.map(({ size }) => size)));
  const targets = first.targets.map(({ text, unit }, i) => {
    const probes = plan.policies.flatMap(({ label, size, probes: of }) =>
      of.map((probe) => ({ label: label ?? 'all', size, probe })),
    );
    const scale = scaleOf(
      unit,
      probes.map(({ probe }) => probe.targets[i]!.value),
    );
    const shown = (figure: number | null): number | null =>
      figure === null ? null : chartDigits(figure / scale.factor);
    const rows = probes.flatMap(({ label, size, probe }) => {
      const figures = probe.targets[i]!;
      const value = shown(figures.value);
      if (value === null) return [];
      return [
        {
          ...{ policy: label, size: sizes.number(probe.size), tried: sizeText(probe.size) },
          ...{ value, low: shown(figures.low), high: shown(figures.high) },
          ...{
            target: shown(figures.target),
            meets: stateOf(figures.met, figures.failed),
            chosen: probe.size === size,
          },
          shown: formatFigure({ unit }, figures.value),
        },
      ];
    });
    return { text, unit: scale.unit, rows };
  });
  return { axis: sizes.unit === '' ? plan.axis : `${plan.axis} (${sizes.unit})`, targets };
}

/** Sizes as numbers along an axis, and the unit that they are in. */
function sizeScale(sizes: readonly AmountText[]): { readonly unit: string; number(size: AmountText): number } {
  const value = (size: AmountText): number => amountOf(size)!.value;
  const { unit } = amountOf(sizes[0])!;
  const [shown, factor] = unit.startsWith('MiB')
    ? [unit.replace('MiB', 'GiB'), MIB_PER_GIB]
    : ((scale) => [scale.unit, scale.factor] as const)(scaleOf(unit, sizes.map(value)));
  return { unit: shown, number: (size) => chartDigits(value(size) / factor) };
}
