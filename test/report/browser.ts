import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { CHARTS } from '../../src/report/charts/index.ts';

export const executablePath: string = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const present: boolean = existsSync(executablePath);
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
/** How long a test of a page, and any step of it, may take, ms. */
export const PATIENCE = 120_000;

export const launch = (): Promise<Browser> => chromium.launch({ executablePath, args: ARGUMENTS });

/**
 * Opens the page of a folder without a network and notes all that a page should not do.
 * @param charts how many it has
 */
export async function openPage(
  browser: Browser,
  folder: string,
  options: BrowserContextOptions = {},
  charts: number = CHARTS.length,
): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({ offline: true, ...options });
  context.setDefaultTimeout(PATIENCE);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const address = pathToFileURL(join(folder, 'report.html')).href;
  const faults: string[] = [];
  page.on('console', (message) => faults.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url() !== address && request.url() !== 'data:,') faults.push(`request: ${request.url().slice(0, 100)}`);
  });
  await page.goto(address);
  if (options.javaScriptEnabled !== false) {
    await page.waitForSelector(`html[data-drawn="${charts}"]`);
    await page.waitForSelector('main[data-ready]');
    // What the chart of the schedule shows is told last, once it has been still for a moment.
    await page.waitForSelector('#gantt-status:not(:empty)', { state: 'attached' });
  }
  return { page, faults };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Makes a page, opened with `bypassCSP`, ready for `seriousFaults`. */
export const addAxe = (page: Page): Promise<unknown> => page.addScriptTag({ content: AXE });

/** What axe finds that is serious or worse. */
export const seriousFaults = (page: Page): Promise<unknown> =>
  page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => [id, nodes.map(({ target, failureSummary }) => target + ' ' + failureSummary)]))`);

/** What the chart of the schedule says of itself. */
export const canvasText = (page: Page): Promise<string | null> => page.locator('#gantt-status').textContent();
