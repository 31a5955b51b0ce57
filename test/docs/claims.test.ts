import { expect, test } from 'vitest';
import { CENTRE_COLUMNS, CENTRE_FLAGS } from '../../src/experiment/claims/centre-words.ts';
import { UNITS } from '../../src/experiment/claims/quantity.ts';
import { COLUMNS, FLAGS, STATISTICS, TALLIES, WORD_COLUMNS } from '../../src/experiment/claims/vocabulary.ts';
import { parseScenario } from '../../src/experiment/scenario.ts';
import { CENTRE_GROUPINGS } from '../../src/metrics/index.ts';
import { fences, names, read, tables } from './markdown.ts';

const page = read('docs/claims.md');
const isPlain = ({ name }: { name: string }): boolean =>
  ![...CENTRE_COLUMNS, ...CENTRE_FLAGS].some((known) => known.name === name);

test('docs/claims.md names each property of jobs with its unit, each of their words, each statistic and each unit', () => {
  const properties = tables(page).find(({ head }) => head[0] === 'Property')!;
  const rows = properties.rows.flatMap(([cell, unit]) => names(cell!).map((name) => [name, unit] as const));
  expect(rows).toEqual([
    ...COLUMNS.filter(isPlain).map(({ name, unit }) => [name, unit === '1' ? '' : unit]),
    ...WORD_COLUMNS.map(({ name }) => [name, 'a word']),
    ...FLAGS.filter(isPlain).map(({ name }) => [name, 'a condition']),
  ]);
  const ofCentres = tables(page).find(({ head }) => head[0] === 'On a cluster of nodes')!;
  expect(ofCentres.rows.flatMap(([cell, unit]) => names(cell!).map((name) => [name, unit]))).toEqual([
    ...CENTRE_COLUMNS.map(({ name, unit }) => [name, unit === '1' ? '' : unit]),
    ...CENTRE_GROUPINGS.map((name) => [name, 'a word']),
    ...CENTRE_FLAGS.map(({ name }) => [name, 'a condition']),
  ]);
  for (const { name, words } of WORD_COLUMNS) {
    const [, , meaning] = properties.rows.find(([cell]) => names(cell!).includes(name))!;
    expect(names(meaning!).map((word) => word.replaceAll('"', ''))).toEqual(words);
  }
  for (const name of [...STATISTICS.map((known) => known.name), ...TALLIES, ...Object.keys(UNITS)]) {
    expect(page).toMatch(new RegExp(`\`${name}[\`(]`));
  }
});

test('the errors shown are those that are given', async () => {
  const lines = ['p95(wait) <= 4', 'mean_wait(esay) < 4h', 'mean_wiat < 4h', 'count(late) = 0'];
  const head = 'question: Is it?\nworkload: { trace: t.swf }\npolicies:\n  - easy\n\nclaims:\n';
  const text = `${head}${lines.map((line) => `  - ${line}\n`).join('')}`;
  const shown = fences(page).find(({ text: block }) => block.startsWith('scenarios/mine.yaml'))!;
  await expect(parseScenario(text, 'scenarios/mine.yaml')).rejects.toThrow(shown.text.trimEnd());
});
