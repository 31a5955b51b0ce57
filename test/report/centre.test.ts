import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jobsCsv } from '../../src/cli/jobs-csv.ts';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { PREEMPT_MODES } from '../../src/model/centre.ts';
import { createScheduler } from '../../src/registry.ts';
import { buildReport } from '../../src/report/build.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { nodesOf, rangesOf } from '../../src/report/node-ranges.ts';
import { decodeRun, encodeRun } from '../../src/report/run-data.ts';
import { differences } from '../../src/report/views/differences.ts';
import { PageData, pageRun } from '../../src/report/views/page-data.ts';
import { someRuns } from '../../src/report/views/selected-report.ts';
import { renderJson } from '../../src/report/write.ts';
import { anyCentre } from '../engine/centre/any-centre.ts';
import { lives } from '../engine/centre/pencil.ts';
import { check } from '../properties/workloads.ts';
import { CENTRE, CENTRE_INPUT, JOBS } from './centre-fixtures.ts';

const RUN = CENTRE_INPUT.runs[0]!.run;

test('the jobs of these tests live as their table says', () => {
  expect(lives(RUN)).toEqual([
    'a | 0-50 cpu-0x4',
    'b | 0-20 cpu-1x4 requeue | 40-70 cpu-1x4',
    'wide | rejected',
    'bad | 50-55 cpu-0 | failed',
    'after | cancelled',
  ]);
});

describe('a stored run on a machine of nodes', () => {
  const text = encodeRun(CENTRE_INPUT);
  const back = decodeRun(text);

  test('comes back as it was, jobs that never ran included, and gives the same files', () => {
    expect(back.workload.centre).toEqual(CENTRE);
    const { fails, asks } = back.workload.jobs;
    expect({ fails, asks }).toEqual({ fails: JOBS.fails, asks: JOBS.asks });
    for (const [i, { run }] of CENTRE_INPUT.runs.entries()) {
      const { start, end, hash, centre } = back.runs[i]!.run;
      expect({ start, end, hash, centre }).toEqual({
        start: run.start,
        end: run.end,
        hash: run.hash,
        centre: run.centre,
      });
    }
    expect(encodeRun(back)).toBe(text);
    const report = buildReport(back);
    expect(renderJson(report)).toBe(renderJson(buildReport(CENTRE_INPUT)));
    expect(renderMarkdown(report)).toBe(renderMarkdown(buildReport(CENTRE_INPUT)));
    expect(renderHtml(report, pageRun(back))).toBe(renderHtml(buildReport(CENTRE_INPUT), pageRun(CENTRE_INPUT)));
  });

  type Document = ReturnType<typeof JSON.parse>;
  test.each<[string, (run: Document) => void, string]>([
    ['no lives', (run) => (run.policies[0].lives = undefined), 'fcfs: no lives of its jobs'],
    [
      'a fate that is none',
      (run) => (run.policies[0].lives.fate = 9),
      'fate: expected whole numbers from 0 to 4, found 9',
    ],
    [
      'a node that is none',
      (run) => (run.policies[0].lives.stretches.nodes = 2),
      'nodes: expected whole numbers from 0 to 1, found 2',
    ],
    ['an end too early', (run) => (run.policies[0].lives.longer = -100), 'longer: a time below 0'],
    [
      'a stretch that ends too early',
      (run) => (run.policies[0].lives.stretches.longer = -100),
      'ends before it starts',
    ],
    ['a reason that is none', (run) => (run.policies[0].lives.stretches.why = 7), 'stretches.why: expected whole'],
    ['no names of nodes', (run) => (run.machine.centre.machine.nodes = [{}]), 'machine.centre.machine.nodes.0.name'],
    ['a window on no node', (run) => (run.machine.centre.windows[0].nodes = [[0, 2]]), 'expected ranges from 0 to 1'],
  ])('says what is wrong with %s', (_what, change, message) => {
    const document = JSON.parse(text);
    change(document);
    expect(() => decodeRun(JSON.stringify(document))).toThrow(message);
  });
});

test('whatever happens on a machine of nodes comes back as it was', () => {
  const specs = PREEMPT_MODES.map((mode) => `backfill(preempt=qos,mode=${mode})`);
  check(
    fc.property(anyCentre, fc.constantFrom('conservative', ...specs), ({ centre, jobs }, spec) => {
      const run = simulateCentre(jobs, centre, [createScheduler(spec)]);
      const input = { ...CENTRE_INPUT, workload: { ...CENTRE_INPUT.workload, jobs, centre } };
      const text = encodeRun({ ...input, runs: [{ label: spec, description: '', spec, run }] });
      const back = decodeRun(text).runs[0]!.run;
      for (const key of ['start', 'end', 'centre'] as const) expect(back[key], key).toEqual(run[key]);
    }),
    40,
  );
});

test('lists of nodes become ranges, in their order', () => {
  expect(rangesOf([3, 4, 5, 1, 2, 8])).toEqual([
    [3, 5],
    [1, 2],
    [8, 8],
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (nodes) => {
      expect(nodesOf(rangesOf(nodes), 21)).toEqual(nodes);
    }),
  );
});

test('the page has the whole run, and a part of it counts all of its jobs', () => {
  const data = new PageData(buildReport(CENTRE_INPUT), JSON.parse(JSON.stringify(pageRun(CENTRE_INPUT))));
  expect(lives(data.run(0))).toEqual(lives(RUN));
  const some = someRuns(data, Uint32Array.of(1, 2));
  expect(some.figures(0).metrics).toMatchObject({ never_ran: 1, preemptions: 1, late_jobs: 1, mean_wait: 0 });
});

test('jobs that never ran under one policy do not move between the two', () => {
  const late = { ...RUN, start: RUN.start.map((time) => time + 1000) };
  const { moves, later } = differences(RUN, late, 20);
  expect(moves.reduce((sum, { jobs }) => sum + jobs, 0)).toBe(3);
  expect(later).toHaveLength(3);
});

test('a report lists the machine, whose jobs ran, and what became of those that did not complete', () => {
  const report = buildReport(CENTRE_INPUT);
  expect(report.machine!.lines.map(({ kind, name, text }) => `${kind} ${name}: ${text}`)).toEqual([
    'nodes cpu: 2 nodes of 4 cores',
    'partition all: 2 nodes, tier 1',
    'maintenance service: from 1 min 40 s until 2 min on cpu-0',
    'intervention 20 s: cpu-1 in error, running jobs are requeued',
    'intervention 40 s: cpu-1 online',
  ]);
  const [first] = report.policies;
  // ada: 4 cores x 50 s + 1 x 5 s = 205 core-s. chemistry: 4 x 20 s, lost, + 4 x 30 s = 200 core-s.
  const [physics, chemistry] = first!.groups!.account;
  expect(physics).toMatchObject({ name: 'physics', jobs: 3, never_ran: 1, mean_wait: 20, entitled: 0.75 });
  expect(chemistry).toMatchObject({ name: 'chemistry', jobs: 2, never_ran: 1, mean_wait: 0, entitled: 0.25 });
  expect(physics!.core_hours! * 3600).toBeCloseTo(205);
  expect(chemistry!.core_hours! * 3600).toBeCloseTo(200);
  expect(first!.fates!.map(({ fate, ran, jobs }) => [fate, ran, jobs])).toEqual([
    ['failed', true, 1],
    ['cancelled', false, 1],
    ['rejected', false, 1],
  ]);
  const markdown = renderMarkdown(report);
  expect(markdown).toContain('| maintenance | service | from 1 min 40 s until 2 min on cpu-0 |');
  expect(renderHtml(report, pageRun(CENTRE_INPUT))).toContain('<h3>Jobs by account</h3>');
});

test('the CSV of a schedule leaves empty what never was, and puts names with commas in quotes', () => {
  const lines = [...jobsCsv(RUN)].map((line) => line.trimEnd());
  expect(lines.slice(0, 4)).toEqual([
    'job_id,submit,start,end,procs,name,fate,account,user,partition,qos,nodes,deadline,preemptions',
    '1,0,0,50,4,a,completed,physics,ada,all,normal,cpu-0,,0',
    '2,0,0,70,4,b,completed,chemistry,,all,normal,cpu-1,65,1',
    '3,0,,,9,wide,rejected,physics,,all,"long, calm",,,0',
  ]);
});
