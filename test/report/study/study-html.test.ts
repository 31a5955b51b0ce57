import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlanResult } from '../../../src/experiment/plan/plan.ts';
import { studyReport } from '../../../src/report/study/build-study.ts';
import { renderStudyHtml } from '../../../src/report/study/study-html.ts';
import { renderStudyMarkdown } from '../../../src/report/study/study-markdown.ts';
import { renderStudy } from '../../../src/report/study/study-terminal.ts';
import { STUDY_FILES, writeStudyReport } from '../../../src/report/study/write-study.ts';
import { addAxe, executablePath, launch, PATIENCE, present, seriousFaults } from '../browser.ts';
import { GRID, inventedStudy, ONE_POINT, SWEEP } from './fixtures.ts';

const page = renderStudyHtml(studyReport(ONE_POINT));

/** 96 is the smallest that meets; at 128 it is met with more room. */
const PLAN: PlanResult = {
  ...{ axis: 'cluster.procs', find: 'smallest', from: 64, to: 128, replications: 4, confidence: 0.95, runs: 12 },
  ...{ looks: null, most: 4 },
  policies: [
    {
      ...{ label: 'easy', size: 96, undecided: null, best: null, decided: true, exceptions: [], open: [] },
      probes: [64, 96, 128].map((size) => ({
        size,
        meets: size >= 96,
        fails: size < 96,
        too_wide: 0,
        needs: null,
        targets: [
          {
            ...{ text: 'p95(wait) <= 4h', comparator: '<=' as const, unit: 's', target: 14_400 },
            ...{
              value: 1_000_000 / size,
              low: 950_000 / size,
              high: 1_050_000 / size,
              met: size >= 96,
              failed: size < 96,
              needs: null,
              missing: 0,
            },
          },
        ],
      })),
    },
  ],
};

const MANY = inventedStudy({
  axes: [
    { path: 'cluster.procs', values: Array.from({ length: 100 }, (_, i) => 64 + i) },
    { path: 'workload.lublin.load', values: Array.from({ length: 100 }, (_, i) => 0.5 + i / 250) },
  ],
  policies: ['fcfs', 'easy'],
  metrics: ['mean_wait', 'utilization'],
  replications: 2,
  figure: (metric, policy, [procs, load], run) =>
    metric === 'utilization'
      ? ((load as number) * 64) / (procs as number)
      : ((1000 + run) * (load as number) * 200) / (procs as number) / (1 + policy),
});

test('the same report gives the same page, and text of the user is text in it', () => {
  expect(renderStudyHtml(studyReport(ONE_POINT))).toBe(page);
  expect(page).toContain('<h1>Does &lt;overtaking&gt; help | hurt &amp; whom?</h1>');
  expect(page).toContain('easy-&lt;sjbf&gt; waits 12.0 min less [11.7, 12.3] per job than easy');
  expect(page.slice(0, page.indexOf('<script'))).not.toMatch(/NaN|undefined|Infinity|<sjbf>|<overtaking>/);
});

test('a verdict is told by sign and word, and every figure has all its digits', () => {
  expect(page).toContain('<td class="text verdict better"><span class="sign" aria-hidden="true">▲</span> better</td>');
  const { value } = studyReport(ONE_POINT).points[0]!.policies[1]!.metrics['mean_wait']!;
  expect(page).toContain(`data-metric="mean_wait" data-value="${value}"`);
});

test('a search for capacity shows its answer and every probe', () => {
  const text = renderStudyHtml(studyReport({ ...ONE_POINT, plan: PLAN }));
  expect(text).toContain(
    'Under easy cluster.procs = 96 is the smallest that was found to meet the targets (95 % confidence).',
  );
  expect(text).toContain(
    '<tr class="chosen"><th scope="row">96 <span aria-hidden="true">★</span> found</th><td class="text">✓ met</td>',
  );
  // 4 replications of 2 policies, and of one at 3 sizes.
  expect(text).toContain('the sizes that were tried took 12 more, 20 in all.');
  // 1,000,000 s / 64 are 15,625 s, or 4.34 h.
  expect(text).toContain('<td>✗ 4.34 h [4.12 h, 4.56 h]</td>');
  const policies = PLAN.policies.map(({ probes, ...one }) => ({
    ...one,
    open: [96, 128],
    probes: probes.map((probe, i) => ({ ...probe, needs: i === 2 ? 12 : null })),
  }));
  expect(renderStudyHtml(studyReport({ ...ONE_POINT, plan: { ...PLAN, policies } }))).toContain(
    ' 96 and 128 (which takes 12) are not decided with 4 replications.</p>',
  );
  expect(text).toContain('Job by job: <code>makespan run ');
});

test('where no size meets, page, terminal, summary and report.json name the one that comes nearest', () => {
  // Held against 130 min, which is 2.17 h, 64, 96 and 128 have 4.34, 2.89 and 2.17 h; the interval of 128 holds it.
  const policies = PLAN.policies.map(({ probes, ...one }) => ({
    ...{ ...one, size: null, best: 128, decided: false, open: [128] },
    probes: probes.map((probe) => ({
      ...{ ...probe, meets: false, fails: probe.size !== 128, too_wide: probe.size === 64 ? 3 : 0 },
      targets: probe.targets.map((figures) => ({
        ...{ ...figures, text: 'p95(wait) <= 130min', target: 7800 },
        ...{ met: false, failed: probe.size !== 128 },
      })),
    })),
  }));
  const report = studyReport({ ...ONE_POINT, plan: { ...PLAN, policies } });
  const said =
    'Under easy no size of cluster.procs up to 128 is shown to meet the targets (3 were tried); best was 128, where p95(wait) <= 130min is not decided: 2.17 h [2.06 h, 2.28 h].';
  const escaped = said.replace('<=', '&lt;=');
  const text = renderStudyHtml(report);
  expect(text).toContain(`<p>${escaped}</p>`);
  expect(text).toContain('<th scope="row">128 best</th><td class="text">? undecided</td><td>? 2.17 h');
  expect(text).toContain('<td class="text">✗ not met (3 jobs too wide)</td>');
  const plain = { bold: String, dim: String, green: String, red: String, yellow: String };
  const look = { width: 400, unicode: true, colors: plain as never };
  expect(renderStudy(report, look)).toContain(`${said}\nJob by job: makespan run `);
  expect(renderStudyMarkdown(report)).toContain(said.replaceAll(/[<>[\]]/g, '\\$&'));
  expect(report.plan).toMatchObject({
    policies: [{ size: null, best: 128, look: expect.stringContaining('=128 --out') }],
  });
});

describe('in a folder', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'makespan-study-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('the jobs and timings of a plain run that was there are gone, other files are not', async () => {
    for (const name of ['jobs.json', 'timings.json', 'notes.txt']) writeFileSync(join(folder, name), '');
    await writeStudyReport(folder, ONE_POINT);
    expect(readdirSync(folder).sort()).toEqual(['notes.txt', ...STUDY_FILES].sort());
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toEqual(studyReport(ONE_POINT));
  });
});

describe.skipIf(!present)(`the page of a study in a browser (needs ${executablePath})`, () => {
  let folder: string;
  let browser: Browser;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'makespan-study-page-'));
    browser = await launch();
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens the page without a network and notes all that a page should not do. */
  async function open(name: string, options: object = {}): Promise<{ shown: Page; faults: string[] }> {
    const context = await browser.newContext({ offline: true, ...options });
    context.setDefaultTimeout(PATIENCE);
    const shown = await context.newPage();
    const faults: string[] = [];
    shown.on('console', (message) => faults.push(message.text()));
    shown.on('pageerror', (error) => faults.push(error.message));
    await shown.goto(pathToFileURL(join(folder, name, 'report.html')).href);
    await shown.waitForSelector('main[data-ready]');
    return { shown, faults };
  }

  test.each([
    ['one', { ...ONE_POINT, plan: PLAN }, ['chart-plan', 'chart-intervals', 'chart-pareto']],
    ['sweep', SWEEP, ['chart-line', 'chart-pareto']],
    ['grid', GRID, ['chart-line', 'chart-pareto', 'chart-heat', 'chart-effects']],
  ] as const)(
    'every chart of %s is drawn, without an error, and axe finds nothing serious',
    async (name, input, charts) => {
      await writeStudyReport(join(folder, name), input);
      const { shown, faults } = await open(name, { bypassCSP: true });
      expect(await shown.$$eval('.chart', (places) => places.map(({ id }) => id))).toEqual(charts);
      for (const id of charts)
        expect(await shown.locator(`#${id} svg .role-mark path[d]`).count(), id).toBeGreaterThan(1);
      await addAxe(shown);
      expect(await seriousFaults(shown)).toEqual([]);
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'another metric and axis are drawn when they are chosen, and a policy is picked out',
    async () => {
      await writeStudyReport(join(folder, 'chosen'), GRID);
      const { shown, faults } = await open('chosen');
      const note = shown.locator('figure:has(#chart-line) p.note');
      expect(await note.textContent()).toBe('across: cluster.procs; up: Mean wait (min)');
      await shown.selectOption('select[name="axis"]', '1');
      await shown.selectOption('select[name="metric"]', '1');
      await expect.poll(() => note.textContent()).toBe('across: workload.lublin.load; up: Utilization (%)');
      await shown.click('button[data-policy="easy"]');
      await expect.poll(() => shown.locator('#chart-line .mark-line path[opacity="0.12"]').count()).toBe(1);
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'a page of 10,000 points opens, with few marks and in few bytes',
    async () => {
      await writeStudyReport(join(folder, 'many'), MANY);
      expect(statSync(join(folder, 'many', 'report.html')).size).toBeLessThan(4e6);
      const { shown, faults } = await open('many');
      expect(await shown.locator('.chart svg .role-mark path').count()).toBeLessThan(8000);
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );
});
