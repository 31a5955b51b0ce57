import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { InputError } from '../src/model/errors.ts';
import type { Measurement } from './benchmark.ts';

/** What `--json` writes and `--compare` reads. */
export interface Results {
  readonly schema: 1;
  readonly machine: { readonly node: string; readonly cpu: string; readonly cores: number };
  readonly measurements: readonly Measurement[];
}

export function results(measurements: readonly Measurement[]): Results {
  const machine = { node: process.version, cpu: cpus()[0]?.model.trim() ?? 'unknown', cores: availableParallelism() };
  return { schema: 1, machine, measurements };
}

/** @throws InputError if the file is not one that `--json` wrote */
export function readResults(path: string): Results {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new InputError(`--compare ${path}: ${(cause as Error).message}`, { cause });
  }
  if (typeof content !== 'object' || content === null || !('schema' in content) || content.schema !== 1) {
    throw new InputError(`--compare ${path}: is not a file written by --json`);
  }
  return content as Results;
}

const formats = [0, 1, 2].map((digits) => new Intl.NumberFormat('en-US', { maximumFractionDigits: digits }));

/** Three significant digits are more than the noise leaves. */
const number = (value: number): string => formats[Number(value < 100) + Number(value < 10)]!.format(value);

const HEAD = [
  'benchmark',
  'counts',
  'samples',
  'least ms',
  'median ms',
  'MAD ms',
  'CPU ms',
  'per second',
  'x baseline',
  'peak MB',
];

/** A Markdown table, right-aligned where there are figures, that can be pasted into a document as it is. */
export function table(measured: readonly Measurement[], baseline: Measurement, before?: Results): string {
  const head = before === undefined ? HEAD : [...HEAD, 'x before'];
  const rows = measured.map((one) => [
    one.name,
    `${number(one.count)} ${one.counts}`,
    String(one.samples),
    number(one.least),
    number(one.median),
    number(one.mad),
    one.cpu === undefined ? '' : number(one.cpu),
    number((1000 * one.count) / one.median),
    number(one.median / baseline.median),
    one.peakMemory === undefined ? '' : number(one.peakMemory / 1e6),
    ...(before === undefined ? [] : [ratio(one, before)]),
  ]);
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]!.length), title.length),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return `${[line(head), rule, ...rows.map(line)].join('\n')}\n`;
}

/** Below 1: faster than before. Other work than before has no ratio. */
function ratio(now: Measurement, { measurements }: Results): string {
  const then = measurements.find(({ name }) => name === now.name);
  if (then === undefined) return 'new';
  if (then.count !== now.count || then.hash !== now.hash) return 'other work';
  return number(now.median / then.median);
}
