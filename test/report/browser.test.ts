import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHARTS } from '../../src/report/charts/index.ts';
import type { Report } from '../../src/report/report.ts';
import { writeReport } from '../../src/report/write.ts';
import { addAxe, canvasText, executablePath, launch, openPage, PATIENCE, present, seriousFaults } from './browser.ts';
import { manyRuns } from './fixtures.ts';

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
    browser = await launch();
  }, PATIENCE);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (options: BrowserContextOptions = {}): Promise<{ page: Page; faults: string[] }> =>
    openPage(browser, folder, options);

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

  /** The figures of the main table as the page shows them now. */
  const shownFigures = (page: Page): Promise<Record<string, Record<string, number | null>>> =>
    page.$$eval('#policies tbody tr', (rows) =>
      Object.fromEntries(
        rows.map((row) => [
          row.getAttribute('data-policy'),
          Object.fromEntries(
            [...row.querySelectorAll('td')].map(({ dataset }) => [
              dataset['metric'],
              dataset['value'] === '' ? null : Number(dataset['value']),
            ]),
          ),
        ]),
      ),
    );

  const shownJobs = (page: Page, jobs: number): Promise<unknown> => page.waitForSelector(`main[data-jobs="${jobs}"]`);
  const storedReport = (): Report => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));

  test(
    'a user is chosen in every view, with the figures of report.json, and stays chosen when the page is opened again',
    async () => {
      const { page, faults } = await open();
      const before = { gantt: await canvasText(page), heat: await page.locator('#heat table').innerHTML() };
      const [user] = storedReport().policies[0]!.users;
      await page.selectOption('select[name="user"]', String(user!.user));
      await shownJobs(page, user!.jobs!);
      const check = async (of: Page): Promise<void> => {
        const figures = await shownFigures(of);
        for (const { label, users } of storedReport().policies) {
          const { mean_wait, p95_wait, max_wait, mean_bounded_slowdown } = users[0]!;
          expect(figures[label], label).toMatchObject({ mean_wait, p95_wait, max_wait, mean_bounded_slowdown });
          expect(figures[label]!['loss_of_capacity']).toBeNull();
        }
      };
      await check(page);
      expect(await page.locator('#status').textContent()).toBe(`${user!.jobs} of 300 jobs are shown, in every view.`);
      expect(await page.locator('#heat table').innerHTML()).not.toBe(before.heat);
      await expect.poll(() => canvasText(page)).not.toBe(before.gantt);
      expect(await canvasText(page)).toContain(`late-0: ${user!.jobs} jobs hold processors`);
      const moved = await page.$$eval('#compare .moves td[data-jobs]', (cells) =>
        cells.reduce((sum, cell) => sum + Number(cell.getAttribute('data-jobs')), 0),
      );
      expect(moved).toBe(user!.jobs);
      const users = await page.$$eval('#view-users tbody tr', (rows) => rows.length);
      expect(users).toBe(1);

      await page.reload();
      await shownJobs(page, user!.jobs!);
      await check(page);
      await page.click('.chip');
      await shownJobs(page, 300);
      expect(await shownFigures(page)).toEqual(
        Object.fromEntries(
          storedReport().policies.map(({ label, metrics }) => [
            label,
            Object.fromEntries(storedReport().main.map((name) => [name, metrics[name]])),
          ]),
        ),
      );
      expect(new URL(page.url()).hash).toBe('');
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'a class and a window of time are chosen together, and charts follow',
    async () => {
      const { page, faults } = await open();
      const drawn = (): Promise<string> => page.locator('#chart-queue svg').innerHTML();
      const before = await drawn();
      const narrow = storedReport().policies[0]!.classes.find(
        ({ size, length }) => size === 'narrow' && length === 'very short',
      )!;
      await page.selectOption('select[name="size"]', 'narrow');
      await page.selectOption('select[name="length"]', 'very short');
      await shownJobs(page, narrow.jobs!);
      expect((await shownFigures(page))['late-0']).toMatchObject({ mean_wait: narrow.mean_wait });
      await expect.poll(drawn).not.toBe(before);
      await page.fill('input[name="to"]', '0.01');
      await page.press('input[name="to"]', 'Tab');
      // Of the jobs submitted every 7 s before 864 s, those of 2 to 8 processors and up to 10 min.
      const wanted = JOBS.filter(({ submit, run, procs }) => submit < 864 && procs >= 2 && procs <= 8 && run <= 600);
      await shownJobs(page, wanted.length);
      await page.click('.chip:has-text("all")');
      await shownJobs(page, 300);
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'the chart of the schedule zooms by keys and buttons, and its jobs can be picked without a pointer',
    async () => {
      const { page, faults } = await open();
      const first = await canvasText(page);
      expect(first).toContain('300 jobs hold processors');
      await page.focus('#gantt');
      expect(await page.locator('#gantt canvas').getAttribute('data-single')).toBe('false');
      for (let i = 0; i < 4; i++) await page.keyboard.press('+');
      await expect.poll(() => canvasText(page)).not.toBe(first);
      expect(await page.locator('#gantt canvas').getAttribute('data-single')).toBe('true');
      const zoomed = await canvasText(page);
      await page.keyboard.press('ArrowLeft');
      await expect.poll(() => canvasText(page)).not.toBe(zoomed);
      await page.keyboard.press('0');
      await expect.poll(() => canvasText(page)).toBe(first);
      await page.click('#gantt-controls button[aria-label="zoom in"]');
      await expect.poll(() => canvasText(page)).not.toBe(first);
      await page.selectOption('#gantt-level', 'processors');
      await page.click('summary:has-text("Jobs in the chart")');
      await page.click('#gantt-list button');
      expect(await page.locator('#job h3').textContent()).toMatch(/^Job \d+$/);
      expect(await page.locator('#job tbody tr').count()).toBe(POLICIES);
      expect(await page.locator('#job code').textContent()).toMatch(/^makespan explain RUN \d+ --policy late-0$/);
      expect(new URL(page.url()).hash).toMatch(/^#job=\d+$/);
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'a click on a bar of the chart picks its job, a drag zooms',
    async () => {
      const { page, faults } = await open();
      await page.selectOption('#gantt-level', 'processors');
      const box = (await page.locator('#gantt canvas').boundingBox())!;
      await page.locator('#gantt').scrollIntoViewIfNeeded();
      const at = (x: number, y: number): [number, number] => [box.width * x, box.height * y];
      const canvas = page.locator('#gantt canvas');
      await expect.poll(() => canvasText(page)).toMatch(/^(?!.*shades)./);
      const before = await canvasText(page);
      const place = (await canvas.boundingBox())!;
      const [x1, y1] = at(0.1, 0.2);
      const [x2, y2] = at(0.3, 0.9);
      await page.mouse.move(place.x + x1, place.y + y1);
      await page.mouse.down();
      await page.mouse.move(place.x + x2, place.y + y2, { steps: 4 });
      await page.mouse.up();
      await expect.poll(() => canvasText(page)).not.toBe(before);
      await page.keyboard.press('0');
      await expect.poll(() => canvasText(page)).toBe(before);
      // The lowest processors are busy from the first submission on.
      await canvas.click({ position: { x: 70, y: 30 } });
      await expect.poll(() => page.locator('#job').isVisible()).toBe(true);
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'two policies side by side: figures, moves, and the jobs that moved most lead to the chart',
    async () => {
      const { page, faults } = await open();
      await page.selectOption('#compare select[name="a"]', 'late-2');
      await page.selectOption('#compare select[name="b"]', 'late-9');
      const of = (label: string): number =>
        storedReport().policies.find((one) => one.label === label)!.metrics['mean_wait']!;
      const by = await page.locator('#compare td[data-metric="mean_wait"]').getAttribute('data-value');
      // Every job starts 7 times 10 s later.
      expect(Number(by)).toBeCloseTo(70, 9);
      expect(Number(by)).toBe(of('late-9') - of('late-2'));
      const moves = await page.locator('#compare .moves tr', { hasText: 'up to 10 min later' }).textContent();
      expect(moves).toContain('300');
      expect(await page.locator('#compare .jobs tbody tr').count()).toBe(20);
      await page.click('#compare .jobs button');
      expect(await page.locator('#job').isVisible()).toBe(true);
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  test.each(['light', 'dark'] as const)(
    'axe finds nothing serious in %s mode, with and without a choice',
    async (colorScheme) => {
      const { page } = await open({ colorScheme, bypassCSP: true });
      await addAxe(page);
      const serious = (): Promise<unknown> => seriousFaults(page);
      for (const summary of await page.locator('summary').all()) await summary.click();
      expect(await serious()).toEqual([]);
      await page.selectOption('select[name="size"]', 'narrow');
      await page.click('button[data-policy="late-3"]');
      await page.click('#compare .jobs button');
      await page.waitForSelector('main:not([aria-busy])');
      expect(await serious()).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'it prints: the chart of the schedule is on the paper, in light colours, and the controls are not',
    async () => {
      const { page, faults } = await open({ colorScheme: 'dark' });
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('.fields').isVisible()).toBe(false);
      expect(await page.locator('#policies').isVisible()).toBe(true);
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      const light = "getComputedStyle(document.documentElement).getPropertyValue('--page')";
      expect(await page.evaluate(light)).toBe('#ffffff');
      const ink = await page.evaluate(`(() => {
        const canvas = document.querySelector('#gantt canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return data.some((value, i) => i % 4 === 3 && value > 0);
      })()`);
      expect(ink).toBe(true);
      await page.evaluate("dispatchEvent(new Event('afterprint'))");
      expect((await page.pdf()).length).toBeGreaterThan(10_000);
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
