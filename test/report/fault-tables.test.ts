import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import { expect, test } from 'vitest';
import { buildReport } from '../../src/report/build.ts';
import { chartFiles } from '../../src/report/charts/files.ts';
import { chartsOf } from '../../src/report/charts/index.ts';
import { failureLogTable } from '../../src/report/failure-log.ts';
import { faultTables, moreFaultTables } from '../../src/report/fault-tables.ts';
import { renderFaults } from '../../src/report/fault-terminal.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { pageRun } from '../../src/report/views/page-data.ts';
import { moved } from '../engine/centre/faults/moved.ts';
import { CENTRE_INPUT } from './centre-fixtures.ts';
import { FAULTY_INPUT } from './fault-fixtures.ts';

const REPORT = buildReport(FAULTY_INPUT);
const plain = (text: string): string => text;
const LOOK = { width: 160, unicode: false, colors: { bold: plain, dim: plain, green: plain } };
const tableOf = (title: string) => faultTables(REPORT.policies).find((table) => table.title.startsWith(title))!;

test('tables have a row per policy, or per policy and cause', () => {
  expect(tableOf('Faults that stopped jobs').rows).toEqual([
    ['fcfs', 'crash', '2', '1', '0.0056', '0.0028', '0', '1.00'],
    ['fcfs', 'node', '1', '0', '0.0022', '0.0022', '0.0011', '5.00'],
  ]);
  // 184 core-seconds.
  expect(tableOf('What the core-hours').head).not.toContain('Stuck (%)');
  expect(tableOf('What the core-hours').rows).toEqual([['fcfs', '0.0511', '43.5', '30.4', '13.0', '4.3', '8.7']]);
  expect(tableOf('Mean time to interrupt').rows).toEqual([['fcfs', '12.7 (3)']]);
  expect(tableOf('What was done').rows).toEqual([['fcfs', '1', '1', '1', '0', '0', '0']]);
  expect(moreFaultTables(REPORT.policies).map(({ rows }) => rows)).toEqual([
    [['fcfs', 'node', '3', '3', '0.0018']],
    [['fcfs', '3', '1', '0', '0', '0']],
  ]);
});

test('alarms have a table where there are any', () => {
  expect(faultTables(REPORT.policies).some(({ title }) => title.startsWith('Alarms'))).toBe(false);
  const { policies } = buildReport({
    ...FAULTY_INPUT,
    workload: { ...FAULTY_INPUT.workload, jobs: moved.jobs },
    runs: [{ label: 'fcfs', description: '', run: moved }],
  });
  expect(faultTables(policies).at(-1)!.rows).toEqual([['fcfs', '1', '1', '0', '1', '1', '1', '0.0014']]);
});

test('the terminal, Markdown and the page have them, and only where something can fail', () => {
  const [first, ...more] = renderFaults(FAULTY_INPUT.runs, LOOK);
  expect(first).toMatch(/^What faults cost\n/);
  expect(first).toContain('Availability');
  expect(more.map((text) => text.split('\n')[0])).toEqual(faultTables(REPORT.policies).map(({ title }) => title));
  const narrow = renderFaults(FAULTY_INPUT.runs, { ...LOOK, width: 30 }).join('\n');
  expect(Math.max(...narrow.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(30);
  expect(renderMarkdown(REPORT)).toContain('### What faults cost');
  expect(renderMarkdown(REPORT)).toContain('| fcfs | crash | 2 | 1 |');
  expect(renderHtml(REPORT, pageRun(FAULTY_INPUT))).toContain('<table id="faults-main"');
  const calm = buildReport(CENTRE_INPUT);
  expect(renderFaults(CENTRE_INPUT.runs, LOOK)).toEqual([]);
  expect(renderMarkdown(calm)).not.toContain('faults cost');
  expect(renderHtml(calm, pageRun(CENTRE_INPUT))).not.toContain('id="faults"');
});

test('report.json says it all, and null where a figure has no value', () => {
  const { faults } = JSON.parse(JSON.stringify(REPORT.policies[0]));
  expect(faults).toMatchObject({
    coordinator: 'twice',
    detect: { count: 1, mean: 2 },
    available: { from: 0 },
    survival: [{ size: 'all', runs: 4 }, { size: 'narrow' }],
  });
  expect(faults.available.values).toHaveLength(160);
});

test('charts of survival and of what is there are drawn, also as files', async () => {
  const charts = chartsOf(REPORT);
  expect(charts.map(({ id }) => id)).toContain('chart-survival');
  expect(chartsOf(buildReport(CENTRE_INPUT)).map(({ id }) => id)).not.toContain('chart-survival');
  for (const id of ['chart-survival', 'chart-utilization']) {
    const chart = charts.find((one) => one.id === id)!;
    const view = new View(parse(compile(chart.spec(REPORT)).spec), { renderer: 'none' });
    const svg = await view.data('figures', chart.data(REPORT.policies, 0)).toSVG();
    expect(svg, id).toContain('mark-line');
    expect(svg, id).not.toMatch(/NaN|undefined|Infinity/);
  }
  const file = (await chartFiles(REPORT, ['svg'])).find(({ name }) => name === 'charts/survival.svg')!;
  expect(file.content).toContain('mark-symbol role-legend-symbol');
});

const withLog = (runs: typeof FAULTY_INPUT.runs) =>
  buildReport({
    ...FAULTY_INPUT,
    runs,
    resilience: { forms: {}, log: { hash: '0123456789abcdef', until: 30_000 } } as unknown as NonNullable<
      typeof FAULTY_INPUT.resilience
    >,
  });

test('whether every policy has met the same failures is found from what each has met, and said', () => {
  const [one] = FAULTY_INPUT.runs;
  const same = withLog([one!, { ...one!, label: 'easy' }]);
  const [first, second] = same.failure_log!.met.policies;
  // Those of 6 and 9 s and of 21.5 s; the run is over at 22 s.
  expect(same.failure_log!.met.until).toBe(22);
  expect(first).toEqual({ faults: 3, hash: expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(second).toEqual(first);
  const page = renderHtml(same, pageRun(FAULTY_INPUT));
  expect(page).toContain(
    'Every policy met the same failures of nodes and of the store, and the same deadlocks: their logs are equal within 22.0 s',
  );
  expect(page).toContain(`<td>${first!.hash}</td><td>equal</td>`);
  const { faults } = one!.run.centre!;
  const outages = faults!.outages.map((outage) => ({ ...outage, from: outage.from + 1 }));
  const other = { ...one!.run, centre: { ...one!.run.centre!, faults: { ...faults!, outages } } };
  const differs = withLog([one!, { ...one!, label: 'easy', run: other }]);
  expect(renderMarkdown(differs)).toContain('Policies did not meet the same failures');
  expect(failureLogTable(differs)!.rows.map((row) => row.at(-1))).toEqual(['equal', 'differs']);
  expect(failureLogTable(REPORT)).toBeUndefined();
});
