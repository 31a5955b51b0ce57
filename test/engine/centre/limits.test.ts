import { describe, expect, it } from 'vitest';
import type { Centre, Entity, Qos } from '../../../src/model/centre.ts';
import type { Limits } from '../../../src/model/machine.ts';
import { createScheduler } from '../../../src/registry.ts';
import { live, type PencilJob } from './pencil.ts';
import { ANYBODY, centreOf, group, NORMAL, shape } from './plain.ts';

const entity = (name: string, parent: number, limits: Limits = {}, more: Partial<Entity> = {}): Entity => ({
  ...ANYBODY,
  name,
  parent,
  limits,
  ...more,
});

/** One node of 8 cores, 100 MiB and 4 GPUs, on which everything would fit at once. */
const eight = (entities: readonly Entity[], qos: readonly Qos[] = [NORMAL]): Centre =>
  centreOf([group('n', 1, 8, { each: [8, 100, 4, 0] })], { entities, qos });

const job = (name: string, more: Partial<PencilJob> = {}): PencilJob => ({ name, run: 10, ...more });
const spans = (centre: Centre, jobs: readonly PencilJob[], policy = 'fcfs'): string[] =>
  live(centre, createScheduler(policy), jobs).map((line) => line.replaceAll(/ n-0(x\d+)?/g, ''));

describe('limits', () => {
  it('bound the jobs of a user; others pass without backfilling, for nobody sees who may not start', () => {
    const users = [entity('u', -1, { jobs: 1 }), entity('v', -1)];
    expect(spans(eight(users), [job('u1'), job('u2'), job('v1', { entity: 1 })])).toEqual([
      'u1 | 0-10',
      'u2 | 10-20',
      'v1 | 0-10',
    ]);
  });

  it('bound an account over all of its users', () => {
    // 3 cores for both: u and v one job of 2 each, one after the other.
    const tree = [entity('A', -1, { cores: 3 }), entity('u', 0), entity('v', 0)];
    const two = shape(2, 1);
    const jobs = [job('u1', { entity: 1, shape: two }), job('v1', { entity: 2, shape: two }), job('v2', { entity: 2 })];
    expect(spans(eight(tree), jobs)).toEqual(['u1 | 0-10', 'v1 | 10-20', 'v2 | 0-10']);
  });

  it('count memory and GPUs', () => {
    const users = [entity('u', -1, { memory: 50 }), entity('v', -1, { gpus: 2 })];
    const memory = shape(1, 1, { perTask: [1, 30, 0, 0] });
    const gpus = shape(1, 1, { perTask: [1, 0, 2, 0] });
    const jobs = [
      job('m1', { shape: memory }),
      job('m2', { shape: memory }),
      job('g1', { entity: 1, shape: gpus }),
      job('g2', { entity: 1, shape: gpus }),
    ];
    expect(spans(eight(users), jobs)).toEqual(['m1 | 0-10', 'm2 | 10-20', 'g1 | 0-10', 'g2 | 10-20']);
  });

  it('count local storage', () => {
    // 3 and 3 MiB are more than 5, and the node has 10.
    const centre = centreOf([group('n', 1, 8, { each: [8, 0, 0, 10] })], {
      entities: [entity('u', -1, { storage: 5 })],
    });
    const scratch = { shape: shape(1, 1, { perTask: [1, 0, 0, 3] }) };
    expect(spans(centre, [job('a', scratch), job('b', scratch), job('c')])).toEqual([
      ...['a | 0-10', 'b | 10-20', 'c | 0-10'],
    ]);
  });

  it('bound a class of service as a whole and each of its users', () => {
    const qos = [{ ...NORMAL, limits: { jobs: 3 }, limitsPerUser: { jobs: 2 } }];
    const users = [entity('u', -1), entity('v', -1)];
    const of = (name: string, who: number) => job(name, { entity: who });
    // u may run 2, and then only one of v is left of 3.
    expect(spans(eight(users, qos), [of('u1', 0), of('u2', 0), of('u3', 0), of('v1', 1), of('v2', 1)])).toEqual([
      'u1 | 0-10',
      'u2 | 0-10',
      'u3 | 10-20',
      'v1 | 0-10',
      'v2 | 10-20',
    ]);
  });

  it('hold bursts under any policy', () => {
    const users = [entity('u', -1, {}, { burst: 3 })];
    const jobs = [job('a', { shape: shape(2, 1) }), job('b', { shape: shape(2, 1) })];
    for (const policy of ['fcfs', 'easy', 'conservative', 'guarantee', 'multifactor']) {
      expect(spans(eight(users), jobs, policy), policy).toEqual(['a | 0-10', 'b | 10-20']);
    }
  });

  it('reject at submit what alone would exceed one', () => {
    const [line] = live(eight([entity('u', -1, { cores: 3 })]), createScheduler('fcfs'), [
      job('wide', { shape: shape(4, 1) }),
    ]);
    expect(line).toMatch(/^wide \| .*rejected/);
  });
});
