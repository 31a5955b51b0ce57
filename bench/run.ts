import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { InputError } from '../src/model/errors.ts';
import { AUDIT } from './audit.bench.ts';
import { type Benchmark, type Measurement, measure } from './benchmark.ts';
import { COMMAND } from './command.bench.ts';
import { EXECUTORS } from './executors.bench.ts';
import { EXTERNAL } from './external.bench.ts';
import { MACHINE } from './machine.bench.ts';
import { readResults, results, table } from './output.ts';
import { PARSE } from './parse.bench.ts';
import { select } from './select.ts';
import { BASELINE, GROWTH, SIMULATE } from './simulate.bench.ts';

const USAGE = `npm run bench -- [NAME ...] [--list] [--json FILE] [--compare FILE]

Without a NAME everything is measured but the long ones; a NAME is a benchmark or a group of them, such as
simulate or deep.easy. --json writes the figures to a file, --compare prints their ratios to those of such a file.
`;

const OPTIONS = {
  list: { type: 'boolean', default: false },
  json: { type: 'string' },
  compare: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const ALL: readonly Benchmark[] = [
  ...SIMULATE,
  ...PARSE,
  ...AUDIT,
  ...EXTERNAL,
  ...COMMAND,
  ...EXECUTORS,
  ...GROWTH,
  ...MACHINE,
];

async function main(argv: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  const chosen = select(ALL, positionals);
  if (values.help) return console.log(USAGE);
  if (values.list) return console.log(ALL.map(({ name, long }) => (long ? `${name} (long)` : name)).join('\n'));
  const before = values.compare === undefined ? undefined : readResults(values.compare);
  // Everything is stated in multiples of it, so it is measured even where it was not asked for.
  const baseline = await progressing(BASELINE);
  const measured: Measurement[] = [];
  for (const benchmark of chosen) measured.push(benchmark === BASELINE ? baseline : await progressing(benchmark));
  console.log(table(measured, baseline, before));
  console.log(`Baseline: ${baseline.name}. Every execution computed what it should: counts and run hashes.`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results(measured), null, 2)}\n`);
}

async function progressing(benchmark: Benchmark): Promise<Measurement> {
  console.error(`${benchmark.name} ...`);
  return measure(benchmark);
}

try {
  await main(process.argv.slice(2));
} catch (failure) {
  const wrongInput =
    failure instanceof InputError || String((failure as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
  console.error(wrongInput ? `bench: ${(failure as Error).message}` : failure);
  process.exitCode = wrongInput ? 2 : 1;
}
