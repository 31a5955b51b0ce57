import { describe, expect, it } from 'vitest';
import { EventKind, firingOrder } from '../../src/engine/events.ts';
import { OPTION_VALUES } from '../../src/experiment/options.ts';
import { createScheduler, invariants, type Simultaneity, simulate } from '../../src/index.ts';
import { toSeconds } from '../../src/model/time.ts';
import { jobTable } from '../engine/jobs.ts';
import { names, read, tables } from './markdown.ts';

const page = read('docs/simultaneity.md');
const examples = tables(page).filter(({ head }) => head[0] === 'job');

/** The `key: value` pairs among the names in backticks. */
function options(text: string): Simultaneity & { overrun: 'kill' | 'extend' } {
  const given = names(text)
    .filter((name) => name.includes(': '))
    .map((name) => name.split(': '));
  for (const [key, value] of given) {
    expect(OPTION_VALUES[key as keyof typeof OPTION_VALUES] as readonly unknown[], text).toContain(value);
  }
  const defaults = { pass: 'instant', order: 'completions-first', overrun: 'kill' } as const;
  return { ...defaults, ...Object.fromEntries(given) };
}

describe('docs/simultaneity.md', () => {
  it('is looked at', () => {
    expect(examples).toHaveLength(6);
  });

  it.each(examples.map((example) => [example.before, example] as const))('%s', (before, { head, rows }) => {
    const procs = Number(/^\d+/.exec(before)?.[0]);
    const policy = names(before)[0]!;
    const shown = rows.map((cells) => {
      const [submit, run, est, size] = cells.slice(1, 5).map(Number);
      return { submit: submit!, run: run!, est: est!, procs: size! };
    });
    for (const [column, title] of head.entries()) {
      if (!title.startsWith('start')) continue;
      const { overrun, ...simultaneity } = options(`${before} ${title}`);
      const jobs = jobTable(shown, overrun);
      const scheduler = createScheduler(policy);
      const observers = [invariants(jobs, procs, scheduler)];
      const { start } = simulate(jobs, procs, scheduler, { simultaneity, observers });
      expect([...start].map(toSeconds).map(String), title).toEqual(rows.map((cells) => cells[column]));
    }
  });

  it('ranks the events as the engine does', () => {
    const ranks = tables(page).filter(({ head }) => head[0] === 'rank');
    const kinds = Object.entries(EventKind);
    const ranked = (order: Simultaneity['order']) =>
      firingOrder({ pass: 'instant', order }).map((kind) => kinds.find(([, one]) => one === kind)![0]);
    expect(ranks.map(({ rows }) => rows.map(([, event]) => names(event!)[0]))).toEqual([
      ranked('completions-first'),
      ranked('arrivals-first'),
    ]);
  });

  it('says what one decision per instant does with arrivals first', () => {
    const example = examples.at(-1)!;
    const jobs = jobTable(
      example.rows.map((cells) => {
        const [submit, run, est, procs] = cells.slice(1, 5).map(Number);
        return { submit: submit!, run: run!, est: est!, procs: procs! };
      }),
    );
    for (const order of OPTION_VALUES.order) {
      const { start } = simulate(jobs, 2, createScheduler('sjf'), { simultaneity: { pass: 'instant', order } });
      expect(toSeconds(start[2]!), order).toBe(100);
    }
  });
});
