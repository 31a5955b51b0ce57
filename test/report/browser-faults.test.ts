import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { Resilience } from '../../src/model/resilience.ts';
import { createScheduler } from '../../src/registry.ts';
import { CHARTS } from '../../src/report/charts/index.ts';
import { writeReport } from '../../src/report/write.ts';
import { moved } from '../engine/centre/faults/moved.ts';
import { centre, jobs, resilience } from '../metrics/fault-fixtures.ts';
import { addAxe, canvasText, executablePath, launch, openPage, PATIENCE, present, seriousFaults } from './browser.ts';
import { FAULTY_INPUT } from './fault-fixtures.ts';

/** B crashes 400 times before it comes to its end; every job is always queued again. */
const stubborn: Resilience = {
  ...resilience,
  faults: {
    ...resilience.faults,
    jobFault: (job, attempt) =>
      job === 1 && attempt < 400 ? { kind: 'crash', at: 0.5, speed: 1, cause: 'crash' } : undefined,
  },
  coordinator: () => ({
    ...resilience.coordinator(),
    afterFault: () => ({ then: 'requeue', from: 'checkpoint', place: 'head', after: 0, why: 'again' }),
  }),
};

describe.skipIf(!present)(`report.html of a run under faults in a browser (needs ${executablePath})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'makespan-faults-'));
  let browser: Browser;

  beforeAll(async () => {
    const often = simulateCentre(jobs, centre, [createScheduler('fcfs')], { resilience: stubborn });
    await writeReport(join(folder, 'few'), FAULTY_INPUT);
    await writeReport(join(folder, 'many'), {
      ...FAULTY_INPUT,
      runs: [{ label: 'fcfs', description: '', run: often }],
    });
    await writeReport(join(folder, 'moved'), {
      ...FAULTY_INPUT,
      workload: { ...FAULTY_INPUT.workload, jobs: moved.jobs },
      runs: [{ label: 'fcfs', description: '', run: moved }],
    });
    browser = await launch();
  }, PATIENCE);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (name: string, options = {}) => openPage(browser, join(folder, name), options, CHARTS.length + 1);

  test(
    'failed nodes are shaded, faults are marked, and what is pointed at says what happened',
    async () => {
      const { page, faults } = await open('few', { bypassCSP: true });
      await page.selectOption('#gantt-level', 'nodes');
      const legend = page.locator('#gantt-legend');
      await expect.poll(() => legend.textContent()).toContain('failed, not known yet');
      for (const text of ['reads a checkpoint', 'dead or stuck', 'down', 'stopped by a fault']) {
        expect(await legend.textContent()).toContain(text);
      }
      const canvas = page.locator('#gantt canvas');
      const { width } = (await canvas.boundingBox())!;
      const left = 58;
      const at = (seconds: number): number => left + (seconds / 22) * (width - left);
      // The cross of A is where n-0 failed, at 6 s, 9 pixels below the top of its line.
      await canvas.hover({ position: { x: at(6), y: 24 + 9 } });
      await expect.poll(() => page.locator('.tip').textContent()).toContain('stopped by a fault (node)');
      expect(await page.locator('.tip').textContent()).toContain('of it 1 s writing them, 2 s dead');
      // Nothing runs on n-0 from 8 to 12 s.
      await canvas.hover({ position: { x: at(11.5), y: 24 + 40 } });
      await expect.poll(() => page.locator('.tip').textContent()).toContain('down (node)');
      expect(await page.locator('#chart-survival .mark-line').count()).toBeGreaterThan(0);
      await addAxe(page);
      expect(await seriousFaults(page)).toEqual([]);
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'of very many faults those that cost the most are marked, and the others counted',
    async () => {
      const { page, faults } = await open('many');
      await expect.poll(() => canvasText(page)).toContain('101 faults not drawn for want of room');
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'of a chosen length the figures of faults are those of its jobs; a move has a mark of its own',
    async () => {
      const { page, faults } = await open('few');
      const interrupts = page.locator('#faults-main td[data-metric="job_interrupts"]');
      expect(await interrupts.getAttribute('data-value')).toBe('3');
      await page.evaluate("location.hash = 'size=sequential'");
      await expect.poll(() => interrupts.getAttribute('data-value')).toBe('0');
      expect(faults).toEqual([]);
      const other = await open('moved');
      await expect.poll(() => other.page.locator('#gantt-legend').textContent()).toContain('moved ahead of a failure');
      expect(other.faults).toEqual([]);
    },
    PATIENCE,
  );
});
