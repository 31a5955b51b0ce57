import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/**
 * Takes the picture of the sample report that README.md shows: the top of the page, as a reader with a light screen sees
 * it. Needs a chromium, at the path in CHROMIUM or where Debian puts it.
 */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 1500 }, colorScheme: 'light' });
  await page.goto(new URL('../reports/sample/report.html', import.meta.url).href);
  await page.waitForSelector('main[data-ready]');
  await page.screenshot({ path: fileURLToPath(new URL('../reports/sample/report.png', import.meta.url)) });
} finally {
  await browser.close();
}
