import { describe, expect, it } from 'vitest';
import { createScheduler, invariants, POLICIES, simulate } from '../../src/index.ts';
import type { JobId } from '../../src/model/jobs.ts';
import { fromSeconds, toSeconds } from '../../src/model/time.ts';
import { ALL_ORDERS } from '../../src/schedulers/every-order.ts';
import { ORDERS } from '../../src/schedulers/orders.ts';
import { COUNTING } from '../counting.ts';
import { jobTable } from '../engine/jobs.ts';
import { names, read, tables } from './markdown.ts';

const page = read('docs/policies.md');
const tableWith = (title: string) => tables(page).find(({ head }) => head.at(-1) === title)!;
const ORDER_NAMES = ORDERS.map(({ name }) => name);
const ALL_NAMES = ALL_ORDERS.map(({ name }) => name);

describe('docs/policies.md', () => {
  const sections = new Map(
    page
      .split(/^### /m)
      .slice(1)
      .map((section) => [section.split('\n')[0]!, section.replaceAll(/\s+/g, ' ')] as const),
  );

  it('has one entry for each policy of the registry, with its source, and no other', () => {
    const entries = [...sections.keys()].filter((title) => title.startsWith('`'));
    expect(entries).toHaveLength(POLICIES.length);
    for (const { name, source } of POLICIES) {
      const section = sections.get(`\`${name}\``);
      expect(section, name).toBeDefined();
      // Several sources are joined by the prose differently; each work must be there.
      for (const work of source.split('; ')) expect(section, name).toContain(work.replace(/ \(.*\)$/, ''));
    }
  });

  it('states each option of each policy with the default of the registry, and no other', () => {
    const { rows } = tableWith('meaning');
    const listed = (of: string): readonly string[] => {
      if (of === 'every policy') return POLICIES.map(({ name }) => name);
      return of.includes('the orders') ? ALL_NAMES : [];
    };
    const stated = rows.flatMap(([option, of, byDefault]) => {
      const policies = [...listed(of!), ...names(of!)];
      return policies.map((policy) => `${policy} ${names(option!)[0]} ${names(byDefault!)[0]}`);
    });
    const registered = POLICIES.flatMap(({ name, options }) =>
      options.map((one) => `${name} ${one.name} ${one.default}`),
    );
    expect(ORDER_NAMES).toHaveLength(12);
    expect(stated.sort()).toEqual(registered.sort());
  });

  it('says which policies need jobs to end by their estimates, and which promise', () => {
    for (const { name } of POLICIES) {
      const { promises, needsKill } = createScheduler(name);
      expect(needsKill, name).toBe(['conservative', 'slack'].includes(name));
      expect(promises, name).toBe(['easy', 'easy-sjbf', 'backfill', 'relaxed', 'conservative', 'slack'].includes(name));
    }
    for (const spec of [
      'backfill(depth=2)',
      'backfill(order=saf)',
      'backfill(depth=all)',
      'saf(depth=1)',
      'backfill(predict=recent)',
    ]) {
      expect(createScheduler(spec).promises, spec).toBe(false);
    }
  });

  it('orders its three waiting jobs as the orders do, at the scores shown', () => {
    const waiting = [
      { submit: 100_010, run: 1, est: 1000, procs: 1 },
      { submit: 100_040, run: 1, est: 100, procs: 8 },
      { submit: 100_070, run: 1, est: 400, procs: 2 },
    ];
    const jobs = jobTable(waiting);
    const { rows } = tableWith('goes first to last');
    expect(rows.map(([order]) => names(order!)[0])).toEqual(ORDER_NAMES);
    for (const [row, order] of ORDERS.entries()) {
      const scores = [0, 1, 2].map((job) => order.score(job as JobId, jobs, fromSeconds(100_100)));
      const [, ...shown] = rows[row]!;
      const sorted = [0, 1, 2].sort((a, b) => scores[a]! - scores[b]! || a - b);
      expect(shown[3], order.name).toBe(sorted.map((job) => 'ABC'[job]).join(' '));
      if (order.name === 'fcfs') continue;
      // The engine keeps sjf and ljf in milliseconds, which orders jobs just the same.
      const unit = order.name === 'sjf' || order.name === 'ljf' ? 1000 : 1;
      for (const [job, text] of shown.slice(0, 3).entries()) {
        const digits = text.split('.')[1]?.length ?? 0;
        expect((scores[job]! / unit).toFixed(digits), `${order.name} ${job}`).toBe(text);
      }
    }
  });

  it('starts its six jobs when the policies do', () => {
    const [shown] = tables(page).filter(({ head }) => head.join() === 'job,submit,run,estimate,procs');
    const jobs = jobTable(
      shown!.rows.map(([, ...cells]) => {
        const [submit, run, est, procs] = cells.map(Number);
        return { submit: submit!, run: run!, est: est!, procs: procs! };
      }),
    );
    const { rows } = tableWith('F');
    expect(rows.length).toBeGreaterThan(0);
    for (const [policy, ...starts] of rows) {
      const scheduler = createScheduler(names(policy!)[0]!);
      const { start } = simulate(jobs, 10, scheduler, { observers: [invariants(jobs, 10, scheduler)] });
      expect([...start].map(toSeconds).map(String), scheduler.name).toEqual(starts);
    }
    const worked = [...rows, ...tableWith('goes first to last').rows].map(
      ([policy]) => names(policy!)[0]!.split('(')[0],
    );
    expect(new Set(worked)).toEqual(new Set(COUNTING.map(({ name }) => name)));
  });

  it.each([
    ['job,user,submit,run,estimate,procs', 'F', 2],
    ['job,submit,run,procs', 'D', 6],
  ])('starts the jobs of its other examples when the policies do (%s)', (columns, last, policies) => {
    const example = tables(page).find(({ head }) => head.join() === columns)!;
    const jobs = jobTable(
      example.rows.map((cells) => {
        const cell = (name: string): number => Number(cells[example.head.indexOf(name)]);
        const est = example.head.includes('estimate') ? cell('estimate') : cell('run');
        const user = example.head.includes('user') ? cell('user') : -1;
        return { submit: cell('submit'), run: cell('run'), procs: cell('procs'), est, user };
      }),
    );
    const { rows } = tables(page).findLast(({ head }) => head[0] === 'policy' && head.at(-1) === last)!;
    expect(rows).toHaveLength(policies);
    for (const [policy, ...starts] of rows) {
      const scheduler = createScheduler(names(policy!)[0]!);
      const { start } = simulate(jobs, 10, scheduler, { observers: [invariants(jobs, 10, scheduler)] });
      expect([...start].map(toSeconds).map(String), scheduler.name).toEqual(starts);
    }
  });

  it('names only equal policies as equal', () => {
    const equal = [
      ['easy', 'backfill', 'fcfs(depth=1)', 'relaxed(omega=0)'],
      ['easy-sjbf', 'backfill(scan=sjf)'],
      ['easy++', 'backfill(scan=sjf,predict=recent)'],
      ['conservative-rebuild', 'backfill(depth=all)'],
      ['saf(depth=1)', 'backfill(order=saf)'],
    ];
    const jobs = jobTable(
      Array.from({ length: 200 }, (_, i) => {
        const est = 1 + ((i * 37) % 101);
        return { submit: i * 5, run: Math.ceil(est / (1 + (i % 4))), est, procs: 1 + ((i * 13) % 8), user: i % 5 };
      }),
    );
    const hashes = equal.map((group) => group.map((spec) => simulate(jobs, 16, createScheduler(spec)).hash));
    for (const [group, [first, ...others]] of hashes.entries()) {
      for (const other of others) expect(other, equal[group]!.join()).toBe(first);
    }
    expect(new Set(hashes.map(([first]) => first)).size).toBe(equal.length);
  });
});
