import { describe, expect, it } from 'vitest';
import type { JobForm } from '../../../src/experiment/centre/asks-form.ts';
import { checkpointingOf } from '../../../src/experiment/failures/checkpoints.ts';
import { checkpointsForm } from '../../../src/experiment/failures/checkpoints-form.ts';
import type { Problem } from '../../../src/experiment/problem.ts';
import type { CheckpointCosts, Checkpointing } from '../../../src/model/checkpoints.ts';
import type { JobId } from '../../../src/model/jobs.ts';
import { HOUR, MINUTE, parsed, SECOND, settingOf, told } from './setting.ts';

const CLUSTER = { groups: { n: { count: 16, cores: 8, memory: '64 GiB' } } };
/** On 8 cores, with 16 GiB in all. */
const JOB: JobForm = { name: 'a', run: '4h', tasks: 4, cores: 2, memory: '4 GiB' };
const A = 0 as JobId;
const NOTHING = { failures: 0, exposure: 0 };
const GIB = 1024;

interface Around {
  readonly jobs?: readonly JobForm[];
  readonly seed?: number;
  readonly mtbf?: number;
}

/** The checkpoints that are described, or what is wrong with them. */
function read(value: unknown, { jobs = [JOB], seed, mtbf }: Around = {}): Checkpointing | readonly string[] {
  const form = parsed(checkpointsForm, 'checkpoints', value);
  if (Array.isArray(form)) return told(form);
  const problems: Problem[] = [];
  const setting = { jobs: settingOf({ cluster: CLUSTER, jobs }, problems).jobs, seed, mtbf };
  const made = checkpointingOf(form as Exclude<typeof form, readonly Problem[]>, setting, problems);
  if (made === undefined) return told(problems);
  expect(problems).toEqual([]);
  return made;
}

const made = (value: unknown, around?: Around): Checkpointing => {
  const checkpointing = read(value, around);
  expect(checkpointing).not.toBeInstanceOf(Array);
  return checkpointing as Checkpointing;
};

/** How long each level takes to be written and read by the job on so many nodes, s. */
const transfers = ({ levels }: Checkpointing, nodes: number): string[] =>
  levels.map(
    ({ name, every, outlives, shared, write, read: reading }) =>
      `${name} of ${every} outlives ${outlives}${shared ? ', shared' : ''}: ${write(A, nodes) / SECOND} and ${reading(A, nodes) / SECOND} s`,
  );

const costs = (more: Partial<CheckpointCosts> = {}): CheckpointCosts => ({
  nodes: 1,
  write: 5 * MINUTE,
  read: 5 * MINUTE,
  ...more,
});

describe('what is said of checkpoints', () => {
  it('is enough with an interval and what one takes', () => {
    const one = made({ interval: '1h', write: '5min' });
    expect(one).toMatchObject({ name: '1h', fullEvery: 1, increment: 1, retain: 2, verify: false });
    expect(one.interval(A, costs(), NOTHING)).toBe(HOUR);
    expect(transfers(one, 3)).toEqual(['shared of 1 outlives machine, shared: 300 and 300 s']);
    expect(one.state(A, 3)).toBe(0);
    expect(one.store).toEqual({ bandwidth: Number.POSITIVE_INFINITY, capacity: Number.POSITIVE_INFINITY });
    expect(one.corrupted).toBeUndefined();
  });

  it('says what reading, keeping and increments are, in any unit', () => {
    const one = made({
      interval: '1d 12h',
      write: '90s',
      read: '0.5min',
      retain: 1,
      verify: true,
      incremental: { full_every: 5, share: '20%' },
    });
    expect(one).toMatchObject({ fullEvery: 5, increment: 0.2, retain: 1, verify: true });
    expect(one.interval(A, costs(), NOTHING)).toBe(36 * HOUR);
    expect(transfers(one, 1)).toEqual(['shared of 1 outlives machine, shared: 90 and 30 s']);
  });

  it.each<[object, number]>([
    [{ per_core: '1 GiB' }, 8 * GIB],
    [{ per_node: '512 MiB' }, 3 * 512],
    [{ per_job: '1 TiB' }, GIB * GIB],
    // Half of the 4 x 4 GiB that it asks for.
    [{ memory: '50%' }, 8 * GIB],
    [{ memory: 0.25 }, 4 * GIB],
  ])('a state is as large as %j says: %d MiB on three nodes', (state, size) => {
    const one = made({ interval: '1h', state, store: { bandwidth: '1 GiB/s' } });
    expect(one.state(A, 3)).toBe(size);
  });

  it('a store moves what it can, and what the nodes of the job can', () => {
    const store = { bandwidth: '4 GiB/s', per_node: '1 GiB/s', capacity: '2 TiB' };
    const one = made({ interval: '1h', state: { per_core: '1 GiB' }, store });
    // 8 GiB at 2 GiB/s from two nodes, and at 4 GiB/s from eight, for more it does not take.
    expect(transfers(one, 2)).toEqual(['shared of 1 outlives machine, shared: 4 and 4 s']);
    expect(transfers(one, 8)).toEqual(['shared of 1 outlives machine, shared: 2 and 2 s']);
    expect(one.store).toEqual({ bandwidth: 4 * GIB, capacity: 2 * GIB * GIB });
  });

  it('has levels, each with its own pace', () => {
    const levels = {
      local: { bandwidth: '2 GiB/s' },
      partner: { every: 4, bandwidth: '1 GiB/s' },
      shared: { every: 16 },
    };
    const one = made({ interval: '1h', state: { per_node: '8 GiB' }, store: { bandwidth: '4 GiB/s' }, levels });
    // On four nodes 32 GiB at 4 x 2, at 4 x 1 and at 4 GiB/s.
    expect(transfers(one, 4)).toEqual([
      'local of 1 outlives job: 4 and 4 s',
      'partner of 4 outlives node: 8 and 8 s',
      'shared of 16 outlives machine, shared: 8 and 8 s',
    ]);
    const stated = { local: { write: '10s', read: '20s' }, shared: { every: 2 } };
    expect(transfers(made({ interval: '1h', write: '3min', levels: stated }), 4)).toEqual([
      'local of 1 outlives job: 10 and 20 s',
      'shared of 2 outlives machine, shared: 180 and 180 s',
    ]);
  });

  it('regards how often nodes fail: as it says itself, or as the failures have it', () => {
    // sqrt(2 x 5 min x 24 h) = 120 min; of four nodes together it is 6 h, and sqrt(2 x 5 x 360) = 60 min.
    const form = { interval: 'young', write: '5min' };
    expect(made(form, { mtbf: 24 * HOUR }).interval(A, costs(), NOTHING)).toBe(120 * MINUTE);
    expect(made(form, { mtbf: 24 * HOUR }).interval(A, costs({ nodes: 4 }), NOTHING)).toBe(60 * MINUTE);
    const own = made({ ...form, mtbf: '6h' }, { mtbf: 24 * HOUR });
    expect(own.interval(A, costs(), NOTHING)).toBe(60 * MINUTE);
    // One failure in 4 x 24 h - 24 h: (72 h + 24 h) / 2 = 48 h, as if that had been said.
    const seen = { failures: 1, exposure: 72 * HOUR };
    const adaptive = made({ ...form, interval: 'adaptive' }, { mtbf: 24 * HOUR }).interval(A, costs(), seen);
    expect(adaptive).toBe(made({ ...form, interval: 'daly', mtbf: '48h' }).interval(A, costs(), NOTHING));
  });

  it('draws the ones that cannot be read from the seed, the same at each call', () => {
    const form = { interval: '1h', write: '5min', corrupted: '30%' };
    const of = (seed: number, job = A): readonly boolean[] => {
      const one = made(form, { seed, jobs: [JOB, { ...JOB, name: 'b' }] });
      return Array.from({ length: 1000 }, (_, i) => one.corrupted!(job, i + 1));
    };
    const drawn = of(7);
    expect(of(7)).toEqual(drawn);
    const backwards = made(form, { seed: 7 });
    expect(drawn.map((_, i) => backwards.corrupted!(A, 1000 - i)).reverse()).toEqual(drawn);
    expect(of(8)).not.toEqual(drawn);
    expect(of(7, 1 as JobId)).not.toEqual(drawn);
    // The deviation of a part of a thousand draws: sqrt(0.3 x 0.7 / 1000) = 0.0145; three of them.
    expect(Math.abs(drawn.filter(Boolean).length / 1000 - 0.3)).toBeLessThan(0.0435);
  });

  it('waits for jobs that have not been read, but not to say what is wrong', () => {
    const setting = { jobs: undefined, seed: undefined, mtbf: undefined };
    const problems: Problem[] = [];
    expect(checkpointingOf({ interval: '1h', write: '5min' }, setting, problems)).toBeUndefined();
    expect(problems).toEqual([]);
    checkpointingOf({ interval: 'daly', write: '5min' }, setting, problems);
    expect(told(problems)).toEqual([
      'checkpoints.interval: daly follows from how often a node fails, which nothing says; give mtbf beside it, such as 180d',
    ]);
  });
});

const TIME = 'must be a length of time with its unit, such as 30s, 5min, 8h, 2d or "1d 12h"';

describe('what is wrong with checkpoints is told with its place', () => {
  it.each<[object, ...string[]]>([
    [{ write: '5min' }, 'interval: is missing'],
    [{ interval: 36, write: '5min' }, 'interval: has no unit: say 36h, 36min or 36s'],
    [{ interval: ' 36 ', write: '5min' }, 'interval: has no unit: say 36h, 36min or 36s'],
    [{ interval: '-1h', write: '5min' }, `interval: is negative; ${TIME}`],
    [{ interval: '0h', write: '5min' }, 'interval: must be more than 0'],
    [{ interval: '0.5s', write: '5min' }, 'interval: must be at least 1s'],
    [{ interval: '2000000d', write: '5min' }, 'interval: must be at most 1000000d'],
    [{ interval: 'dally', write: '5min' }, "interval: unknown interval 'dally'; did you mean daly?"],
    [{ interval: '1h 5', write: '5min' }, 'interval: has no unit at its 5: say 5h, 5min or 5s'],
    [{ interval: '1h', write: '5 GiB' }, "write: unknown unit 'GiB'; expected one of: s, min, h, d"],
    [{ interval: '1h', wirte: '5min' }, 'wirte: unknown key; did you mean write?'],
    [{ interval: '1h', write: '5min', retain: 0 }, 'retain: must be at least 1, found 0'],
    ...['120%', 'half', true, {}].map((corrupted): [object, string] => [
      { interval: '1h', write: '5min', corrupted },
      'corrupted: must be a part: percent up to 100, such as 20%, or a number from 0 to 1',
    ]),
    [{ interval: '1h', write: '5min', corrupted: 1.5 }, 'corrupted: must be at most 1, found 1.5'],
    [{ interval: '1h', write: '5min', levels: {} }, 'levels: needs at least one of: local, partner, shared'],
    [
      { interval: '1h', state: { percore: '1 GiB' }, store: { bandwidth: '1 GiB/s' } },
      'state.percore: unknown key; did you mean per_core?',
    ],
    [
      { interval: '1h', state: { per_core: 2 }, store: { bandwidth: 10 } },
      'state.per_core: has no unit: say 2 GiB or 2 MiB',
      'store.bandwidth: has no unit: say 10 GiB/s or 10 MiB/s',
    ],
    [
      { interval: '1h', state: { per_core: '2 GB' }, store: { bandwidth: '1 GiB/s' } },
      "state.per_core: unknown unit 'GB'; did you mean 2 GiB?",
    ],
    [
      { interval: '1h', state: { per_core: '1 GiB', per_job: '1 GiB' }, store: { bandwidth: '1 GiB/s' } },
      'state: needs exactly one of: per_core, per_node, per_job, memory',
    ],
    [
      { interval: '1h', write: '5min', levels: { node: {} } },
      'levels.node: unknown key; expected one of: local, partner, shared',
    ],
    [
      { interval: '1h', write: '5min', incremental: { full_every: 1, share: 0.1 } },
      'incremental.full_every: must be at least 2, found 1',
    ],
  ])('%j', (value, ...texts) => {
    expect(read(value)).toEqual(texts.map((text) => `checkpoints.${text}`));
  });

  it.each<[object, ...string[]]>([
    [{ interval: '1h', mtbf: '30d', write: '5min' }, 'mtbf: has no effect: the interval is 1h; remove it'],
    [{ interval: '1h' }, ': does not say what a checkpoint takes: give write, such as 5min, or state'],
    [
      { interval: '1h', write: '5min', state: { per_job: '1 GiB' }, store: { bandwidth: '1 GiB/s' } },
      'write: cannot be given beside state: what a checkpoint takes follows from it',
    ],
    [
      { interval: '1h', state: { per_job: '1 GiB' } },
      ': needs the store that checkpoints go to, such as store: { bandwidth: 100 GiB/s }',
    ],
    [
      { interval: '1h', write: '5min', store: { bandwidth: '1 GiB/s' } },
      'store: has no effect: nothing says how large a state is',
    ],
    [
      { interval: '1h', state: { per_job: '1 GiB' }, levels: { local: {} } },
      'levels.local: needs bandwidth, that of one node, such as 2 GiB/s; or write',
    ],
    [
      { interval: '1h', write: '5min', levels: { local: { every: 2 } } },
      'levels.local.every: must be 1: the first level takes every checkpoint',
    ],
    [
      { interval: '1h', write: '5min', levels: { local: {}, shared: {} } },
      'levels.shared: needs every: every how many checkpoints one is of it, such as 4',
    ],
    [
      { interval: '1h', write: '5min', levels: { local: {}, partner: { every: 4 }, shared: { every: 6 } } },
      'levels.shared.every: must be a multiple of the 4 of partner, and more, such as 16',
    ],
    [
      { interval: '1h', write: '5min', levels: { local: { bandwidth: '1 GiB/s' } } },
      'levels.local.bandwidth: has no effect: nothing says how large a state is; give checkpoints.state',
    ],
    [{ interval: '1h', write: '5min', corrupted: 0.1 }, 'corrupted: is drawn, so the scenario needs a seed'],
  ])('%j says too much or too little', (value, ...texts) => {
    expect(read(value)).toEqual(texts.map((text) => (text[0] === ':' ? `checkpoints${text}` : `checkpoints.${text}`)));
  });

  it('a part of the memory needs jobs that ask for some', () => {
    const { memory: _, ...without } = JOB;
    const form = { interval: '1h', state: { memory: '50%' }, store: { bandwidth: '1 GiB/s' } };
    expect(read(form, { jobs: [JOB, { ...without, name: 'b' }] })).toEqual([
      'checkpoints.state.memory: is a part of what jobs ask for, and 1 of 2 ask for no memory; give per_core, per_node or per_job',
    ]);
  });
});
