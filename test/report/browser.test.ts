import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHARTS } from '../../src/report/charts/index.ts';
import type { Report } from '../../src/report/report.ts';
import { writeReport } from '../../src/report/write.ts';
import { manyRuns } from './fixtures.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const present = existsSync(executablePath);
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PATIENCE = 60_000;
const POLICIES = 12;
const JOBS = Array.from({ length: 300 }, (_, i) => ({
  submit: i * 7,
  run: 1 + ((i * 37) % 40_000),
  procs: 1 + (i % 50),
  user: i % 30,
}));

describe.skipIf(!present)(`report.html in a browser (needs ${executablePath}; set CHROMIUM to another one)`, () => {
  const input = manyRuns(POLICIES, JOBS);
  let folder: string;
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'makespan-page-'));
    await writeReport(folder, input);
    browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  }, PATIENCE);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens the page without a network and notes all that a page should not do. */
  async function open(options: BrowserContextOptions = {}): Promise<{ page: Page; faults: string[] }> {
    const context = await browser.newContext({ offline: true, ...options });
    const page = await context.newPage();
    const address = pathToFileURL(join(folder, 'report.html')).href;
    const faults: string[] = [];
    page.on('console', (message) => faults.push(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (request.url() !== address && request.url() !== 'data:,')
        faults.push(`request: ${request.url().slice(0, 100)}`);
    });
    await page.goto(address);
    if (options.javaScriptEnabled !== false) await page.waitForSelector(`html[data-drawn="${CHARTS.length}"]`);
    return { page, faults };
  }

  test.each(['light', 'dark'] as const)(
    'opens offline in %s mode with every chart drawn, no error and no request',
    async (colorScheme) => {
      const { page, faults } = await open({ colorScheme });
      for (const { id } of CHARTS) {
        const marks = page.locator(`#${id} svg .role-mark path[d], #${id} svg .role-mark text`);
        expect(await marks.count(), id).toBeGreaterThanOrEqual(POLICIES);
        const box = await page.locator(`#${id} svg`).boundingBox();
        expect(box!.width, id).toBeGreaterThan(300);
        expect(box!.height, id).toBeGreaterThan(200);
      }
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'the figures in the tables are those of report.json',
    async () => {
      const { page } = await open();
      const stored = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
      const cells = await page.$$eval('#policies tbody tr', (rows) =>
        rows.map((row) => ({
          policy: row.getAttribute('data-policy'),
          figures: [...row.querySelectorAll('td')].map((td) => [td.dataset['metric'], Number(td.dataset['value'])]),
        })),
      );
      expect(cells).toEqual(
        stored.policies.map(({ label, metrics }) => ({
          policy: label,
          figures: stored.main.map((name) => [name, metrics[name]]),
        })),
      );
      const all = await page.$$eval('#metrics td', (tds) => tds.map((td) => Number(td.getAttribute('data-value'))));
      expect(all).toEqual(stored.metrics.flatMap(({ name }) => stored.policies.map(({ metrics }) => metrics[name])));
      expect(await page.locator('#policies td.best').first().textContent()).toContain('★');
    },
    PATIENCE,
  );

  test(
    'a button of the legend picks its policy everywhere, and lets go of it again',
    async () => {
      const { page, faults } = await open();
      const button = page.locator('button[data-policy="late-3"]');
      const faded = page.locator(
        '#chart-wait .mark-line path[stroke-opacity="0.12"], #chart-wait .mark-line path[opacity="0.12"]',
      );
      await button.click();
      await expect.poll(() => faded.count()).toBe(POLICIES - 1);
      expect(await button.getAttribute('aria-pressed')).toBe('true');
      expect(await page.locator('tr.picked').getAttribute('data-policy')).toBe('late-3');
      await button.click();
      await expect.poll(() => faded.count()).toBe(0);
      expect(await page.locator('tr.picked').count()).toBe(0);
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'on a telephone nothing but tables and the class chart scrolls sideways',
    async () => {
      const { page, faults } = await open({ viewport: { width: 390, height: 844 } });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'without scripts the answer, the tables and the definitions are still there',
    async () => {
      const { page, faults } = await open({ javaScriptEnabled: false });
      expect(await page.locator('#policies tbody tr').count()).toBe(POLICIES);
      expect(await page.locator('.lead').textContent()).toContain('late-0 does best');
      expect(await page.locator('noscript').textContent()).toContain('report.json');
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );
});
