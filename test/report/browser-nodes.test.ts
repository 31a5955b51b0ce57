import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { Window } from '../../src/model/centre.ts';
import type { JobId } from '../../src/model/jobs.ts';
import type { NodeId } from '../../src/model/machine.ts';
import { fromSeconds } from '../../src/model/time.ts';
import { createScheduler } from '../../src/registry.ts';
import type { ReportInput } from '../../src/report/report.ts';
import { writeReport } from '../../src/report/write.ts';
import { pencilJobs } from '../engine/centre/pencil.ts';
import { centreOf, group, NORMAL, shape } from '../engine/centre/plain.ts';
import { addAxe, canvasText, executablePath, launch, openPage, PATIENCE, present, seriousFaults } from './browser.ts';
import { CENTRE_INPUT } from './centre-fixtures.ts';

/**
 * Four nodes of 4 cores. `calm` runs on the first two from 0 s and has 600 s to go when `rush` comes at 100 s and wants all
 * four: it is suspended (or requeued) until 400 s. `half` has 2 cores of the third until 60 s. The last node is in maintenance
 * from 2000 s to 2400 s and in error from 800 s to 1000 s.
 */
const LISTED = pencilJobs([
  { name: 'calm', run: 700, shape: shape(2, 4, { wholeNodes: true }), qos: 0 },
  { name: 'half', run: 60, shape: shape(2, 1), qos: 0 },
  { name: 'rush', submit: 100, run: 300, shape: shape(4, 4, { wholeNodes: true }), qos: 1 },
  { name: 'last', submit: 2500, run: 500, shape: shape(1, 2), qos: 0 },
]);
/** Rush is submitted by an intervention. */
const JOBS = { ...LISTED, asks: { ...LISTED.asks!, rush: [2 as JobId] } };
const service: Window = {
  ...{ name: 'service', kind: 'maintenance', members: [], running: 'requeue' },
  ...{ from: fromSeconds(2000), until: fromSeconds(2400), nodes: [3 as NodeId] },
};
const CENTRE = centreOf([group('cpu', 2, 4), group('gpu', 2, 4)], {
  qos: [
    { ...NORMAL, name: 'calm' },
    { ...NORMAL, name: 'urgent', preempts: [0], preempted: 'never' },
  ],
  windows: [service],
  interventions: [
    { kind: 'nodes', at: fromSeconds(800), nodes: [3 as NodeId], status: 'error', running: 'requeue' },
    { kind: 'nodes', at: fromSeconds(1000), nodes: [3 as NodeId], status: 'online', running: 'finish' },
  ],
});
const INPUT: ReportInput = {
  ...CENTRE_INPUT,
  workload: { ...CENTRE_INPUT.workload, jobs: JOBS, centre: CENTRE, procs: 16 },
  runs: ['suspend', 'requeue'].map((mode) => {
    const spec = `backfill(preempt=qos,mode=${mode})`;
    return { label: mode, description: '', spec, run: simulateCentre(JOBS, CENTRE, [createScheduler(spec)]) };
  }),
};

describe.skipIf(!present)(`report.html of a machine of nodes in a browser (needs ${executablePath})`, () => {
  let folder: string;
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'makespan-nodes-'));
    await writeReport(folder, INPUT);
    browser = await launch();
  }, PATIENCE);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the chart says at a time and a node, `node` in lines from above. */
  async function tipAt(page: Page, seconds: number, node: number): Promise<string | null> {
    const { width } = (await page.locator('#gantt canvas').boundingBox())!;
    // Names of four letters need no more room than numbers; all of the 3000 s are shown, a line is 64 pixels high.
    const x = 58 + (seconds / 3000) * (width - 58);
    await page.locator('#gantt canvas').hover({ position: { x, y: node < 0 ? 14 : 24 + node * 64 } });
    return (await page.locator('.tip').isVisible()) ? page.locator('.tip').textContent() : null;
  }

  test(
    'a line per node tells each stretch, how it ended, and what nodes are held by',
    async () => {
      const { page, faults } = await openPage(browser, folder);
      await page.selectOption('#gantt-level', 'nodes');
      await expect
        .poll(() => canvasText(page))
        .toBe('suspend: 4 jobs are on nodes between day 0, 00:00:00 and day 0, 00:50:00 (50 min).');
      const calm = await tipAt(page, 50, 0.5);
      expect(calm).toContain('Job calm');
      expect(calm).toContain('4 of 4 cores of cpu-0, one of 2 nodes');
      expect(calm).toContain('stretch 1 of 2: from day 0, 00:00:00 until day 0, 00:01:40');
      expect(calm).toContain('ended: suspended for job rush');
      // Above, rush runs; the lower edge belongs to the job that is suspended there.
      expect(await tipAt(page, 250, 0.4)).toContain('Job rush');
      expect(await tipAt(page, 250, 0.95)).toContain('suspended from day 0, 00:01:40 until day 0, 00:06:40');
      expect(await tipAt(page, 30, 2.25)).toContain('Job half');
      expect(await tipAt(page, 30, 2.75)).toBeNull();
      expect(await tipAt(page, 2200, 3.5)).toBe(
        'maintenance service\nfrom day 0, 00:33:20 until day 0, 00:40:00\non gpu-1',
      );
      expect(await tipAt(page, 900, 3.5)).toContain('in error');
      expect(await tipAt(page, 800, -1)).toBe('day 0, 00:13:20: gpu-1 in error, running jobs are requeued');
      expect(await page.locator('#gantt-legend').textContent()).toBe(' runs suspended maintenance in error');
      // One node is in error, which only a line per node shows; the maintenance is on the axis of both. Nobody waits.
      await page.selectOption('#gantt-level', 'jobs');
      await expect.poll(() => page.locator('#gantt-legend').textContent()).toBe(' runs suspended maintenance');
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'all of it can be read without a pointer: jobs, their stretches, windows and interventions',
    async () => {
      const { page, faults } = await openPage(browser, folder);
      for (const summary of await page.locator('#schedule summary').all()) await summary.click();
      const events = await page.$$eval('#gantt-events tr', (rows) => rows.map((row) => row.textContent));
      expect(events).toHaveLength(5);
      expect(events.join()).toContain('interventionat day 0, 00:01:40job rush is submitted');
      expect(events.join()).toContain('maintenance servicefrom day 0, 00:33:20 until day 0, 00:40:00on gpu-1');
      expect(events.join()).toContain('interventionat day 0, 00:16:40gpu-1 online');
      await page.locator('#gantt-list button', { hasText: 'calm' }).click();
      const stretches = (): Promise<(string | null)[]> =>
        page.$$eval('#job .lives tbody tr', (rows) => rows.map((row) => row.textContent));
      expect(await stretches()).toHaveLength(3);
      expect((await stretches())[1]).toContain('suspended');
      await page.selectOption('select[name="policy"]', 'requeue');
      await expect.poll(async () => (await stretches()).length).toBe(2);
      expect((await stretches())[0]).toContain('preempted, to begin anew for job rush');
      await expect.poll(() => page.locator('#gantt-legend').textContent()).toContain(' waits runs ran in vain');
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'a choice of jobs leaves the others pale, keys and drags zoom, and the picture prints',
    async () => {
      const { page, faults } = await openPage(browser, folder);
      await page.selectOption('#gantt-level', 'nodes');
      const before = await canvasText(page);
      await page.selectOption('select[name="length"]', 'very short');
      await expect.poll(() => canvasText(page)).toContain('3 jobs are on nodes');
      await page.click('.chip');
      await expect.poll(() => canvasText(page)).toBe(before);
      await page.focus('#gantt');
      await page.keyboard.press('+');
      await expect.poll(() => canvasText(page)).not.toBe(before);
      await page.keyboard.press('0');
      await expect.poll(() => canvasText(page)).toBe(before);
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      expect(await page.locator('#gantt canvas').getAttribute('data-single')).toBe('true');
      expect(faults).toEqual([]);
    },
    PATIENCE,
  );

  test.each(['light', 'dark'] as const)(
    'axe finds nothing serious in %s mode',
    async (colorScheme) => {
      const { page } = await openPage(browser, folder, { colorScheme, bypassCSP: true });
      await addAxe(page);
      for (const summary of await page.locator('summary').all()) await summary.click();
      await page.locator('#gantt-list button', { hasText: 'calm' }).click();
      expect(await seriousFaults(page)).toEqual([]);
    },
    PATIENCE,
  );
});
