import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, makespan } from './recorder.ts';

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** The life of a job of a scenario with these outages. */
async function lifeOf(job: string, scenario: string, outages = ''): Promise<string> {
  const path = folder({ 's.yaml': scenario, 'outages.csv': `node,from,until,cause\n${outages}` });
  const run = await makespan('run', join(path, 's.yaml'), '--out', join(path, 'run'));
  expect([run.code, run.err]).toEqual([0, '']);
  const { code, out, err } = await makespan('explain', join(path, 'run'), job);
  expect([code, err]).toEqual([0, '']);
  return flat(out);
}

const HEAD = `
question: Why did it start again?
cluster: { groups: { n: { count: 2, cores: 8 } } }
policies: [easy]
seed: 1
`;
const TRACED = `${HEAD}
failures: { trace: outages.csv }
`;
const LONG = 'workload: { jobs: [{ name: long, run: 3h, cores: 8 }] }';

test('explain tells which node failed, what was lost and from which checkpoint a job went on', async () => {
  // Computes 1 h, writes 6 min, computes until 02:06, writes until 02:12; n-1 fails at 02:30, 18 min of computing later.
  // It waits 10 min, reads for 2 min from 02:40 on, and has 1 h left: it ends at 03:42, having held nodes for 3 h 32 min.
  const recovery = 'recovery: { retries: 3, backoff: { first: 10min } }';
  const told = await lifeOf(
    'long',
    `${TRACED}${LONG}\n${recovery}\ncheckpoints: { interval: 1h, write: 6min, read: 2min }`,
    'n-1,9000,18000,disk\n',
  );
  expect(told).toContain(
    'stopped day 0 02:30:00 after 2 h 30 min n-1 failed at day 0 02:30:00 (disk), known at once ' +
      '2 h 18 min computing, 12 min writing checkpoints ' +
      '18 min of computing lost; checkpoint 2 has 2 h of its work ' +
      'again: stopped by disk, which took 1 of its nodes: retry 1 of at most 3, from its last checkpoint, in its place ' +
      'in the queue in 10min; waits again from day 0 02:40:00 on ' +
      'went on day 0 02:40:00 after 10 min on n-2; first of the queue, and there is room ' +
      'from checkpoint 2 (shared, of day 0 02:12:00) ' +
      'ended day 0 03:42:00 after 1 h 2 min 1 h computing, 2 min reading them',
  );
  expect(told).toContain(
    'useful 3 h of computing lost 18 min of computing ' +
      'overhead 14 min 12 min writing 2 checkpoints, 2 min reading 1 checkpoint in all 3 h 32 min on its nodes',
  );
  expect(told).toContain('day 0 02:30:00 10 min backs off after a fault: queued again at day 0 02:40:00');
});

test('explain tells that a job begins anew without a checkpoint, and that it is given up', async () => {
  const told = await lifeOf(
    'long',
    `${TRACED}${LONG}\nrecovery: { retries: 1 }`,
    'n-1,3600,18000,power\nn-2,7200,18000,node\n',
  );
  expect(told).toContain('n-1 failed at day 0 01:00:00 (power), known at once 1 h of computing lost; no checkpoint');
  expect(told).toContain('began anew day 0 01:00:00 at once on n-2');
  expect(told).toMatch(
    /n-2 failed at day 0 02:00:00, known at once 1 h of computing lost given up: given up after 1 retry/,
  );
  expect(told).toContain('useful 0 s of computing lost 2 h of computing');
});

test('explain tells of checkpoints that were tried in vain', async () => {
  // With this seed the second of two cannot be read, which takes 2 min, and 2 more to read the first.
  const some = await lifeOf(
    'long',
    `${TRACED}${LONG}\nrecovery: { retries: 1 }\ncheckpoints: { interval: 1h, write: 6min, read: 2min, corrupted: 50% }`,
    'n-1,9000,18000,disk\n',
  );
  expect(some).toContain('1 h 18 min of computing lost; checkpoint 1 has 1 h of its work');
  expect(some).toContain('from checkpoint 1 (shared, of day 0 01:06:00), having tried 2, which cannot be read');
  expect(some).toMatch(/4 min reading them/);
  const told = await lifeOf(
    'long',
    `${TRACED}${LONG}\nrecovery: { retries: 1 }\ncheckpoints: { interval: 1h, write: 6min, read: 2min, corrupted: 100% }`,
    'n-1,9000,18000,disk\n',
  );
  // It tries both, and begins anew.
  expect(told).toContain('2 h 18 min of computing lost; none of its 2 checkpoints can be read');
  expect(told).toContain('retry 1 of at most 1, from the start, for none of its 2 checkpoints can be read');
  expect(told).toMatch(/began anew day 0 02:30:00 .* having tried 2 and 1, which cannot be read/);
  expect(told).toContain('3 h computing, 12 min writing checkpoints, 4 min reading them');
});

test('explain tells of a checkpoint that was lost while its job waited', async () => {
  // It crashes at half its work, having written one at 1 h, and waits an hour for its next turn; n-1 fails in the meantime.
  const told = await lifeOf(
    'long',
    `${TRACED.replace('trace: outages.csv', 'trace: outages.csv, jobs: { always: { jobs: [long], at: 50% } }')}${LONG}
recovery: { retries: 1, backoff: { first: 1h } }
checkpoints: { interval: 1h, levels: { local: { write: 6s } } }`,
    'n-1,7200,9000,disk\n',
  );
  expect(told).toContain('checkpoint 1 lost at day 0 02:00:00 with nodes that failed since; begins anew');
  expect(told).toContain('1 h 30 min of computing lost; no checkpoint to go on from');
  expect(told).toContain('began anew day 0 02:30:06');
});

test('explain tells of faults of the job itself', async () => {
  const jobs = (faults: string): string => `${HEAD}${LONG}\nfailures: { jobs: ${faults} }\n`;
  const recovery = 'recovery: { retries: 1, watchdog: 30min }';
  const crash = await lifeOf('long', `${jobs('{ always: { jobs: [long], at: 50% } }')}${recovery}`);
  expect(crash).toContain(
    'stopped day 0 01:30:00 after 1 h 30 min a fault of its own (always) 1 h 30 min of computing',
  );
  const hang = await lifeOf('long', `${jobs('{ hang: { share: 100%, at: 50% } }')}${recovery}`);
  expect(hang).toContain(
    'stopped day 0 02:00:00 after 2 h came no further from day 0 01:30:00 on (hang), found by the watchdog 30 min later ' +
      '1 h 30 min computing, 30 min coming no further',
  );
});

test('explain tells that a job waits for nodes that have failed or are in quarantine', async () => {
  const wide =
    'workload: { jobs: [{ name: first, run: 1h, cores: 8 }, { name: wide, submit: 1h, run: 1h, cores: 8, tasks: 2 }] }';
  const quarantine = 'recovery: { retries: 1, quarantine: { failures: 1, within: 1d, for: 2h } }';
  const told = await lifeOf('wide', `${TRACED}${wide}\n${quarantine}`, 'n-2,3000,5400,disk\n');
  expect(told).toContain('room for 1 of 2; there would be room for all, were n-2 online (failed: n-2)');
  expect(told).toContain('room for 1 of 2; there would be room for all, were n-2 online (in quarantine: n-2)');
  // Faults are as they are, so that no node is tried to be online.
  expect(told).not.toContain('with n-2 online');
});

test('explain tells what was decided about nodes that a job ran on or waited for, in order and why', async () => {
  // n-1 fails at 01:00 and n-3 takes its place 10 min later; n-2 fails at 02:00, and n-1 takes its place out of quarantine.
  const path = folder({
    's.yaml': `
question: What became of the nodes?
cluster: { groups: { n: { count: 3, cores: 8 } } }
workload: { jobs: [{ name: wide, run: 6h, cores: 8, tasks: 2 }] }
failures: { trace: outages.csv }
recovery: { retries: 9, spares: 1, spare_after: 10min, quarantine: { failures: 1, within: 1d, for: 2h } }
policies: [easy]
seed: 1
`,
    'outages.csv': 'node,from,until,cause\nn-1,3600,5400,disk\nn-2,7200,90000,disk\n',
  });
  const audit = join(path, 'audit.jsonl');
  const run = await makespan('run', join(path, 's.yaml'), '--out', join(path, 'run'), '--audit', audit);
  expect([run.code, run.err]).toEqual([0, '']);
  const decided = readFileSync(audit, 'utf8')
    .split('\n')
    .filter((line) => /"fact":"(repair|return|quarantine|spare|no-spare)"/.test(line))
    .map((line) => JSON.parse(line))
    // It ends at 34,800 s.
    .filter(({ time }) => time < 34_800);
  const why = 'failed once within 1d, and 1 are enough: quarantine for 2h';
  expect(decided).toEqual([
    { time: 3600, fact: 'spare', until: 4200, node: 'n-3', of: 'n-1', why: 'the only idle spare' },
    { time: 5400, fact: 'repair', node: 'n-1' },
    { time: 5400, fact: 'quarantine', until: 12_600, node: 'n-1', why },
    { time: 7200, fact: 'no-spare', node: 'n-2', why: 'the only spare is not idle' },
    { time: 12_600, fact: 'spare', until: 13_200, node: 'n-1', of: 'n-2', why: 'the only idle spare' },
  ]);
  const told = await makespan('explain', join(path, 'run'), 'wide');
  expect(flat(told.out)).toContain(
    'What was decided about its nodes, when and why ' +
      'day 0 01:00:00 n-3 takes the place of n-1 at day 0 01:10:00: the only idle spare ' +
      `day 0 01:30:00 n-1 in quarantine until day 0 03:30:00: ${why} ` +
      'day 0 02:00:00 n-2 no spare takes its place: the only spare is not idle ' +
      'day 0 03:30:00 n-1 takes the place of n-2 at day 0 03:40:00: the only idle spare',
  );
  const json = await makespan('explain', join(path, 'run'), 'wide', '--json');
  expect(JSON.parse(json.out).policies[0].nodes).toEqual([
    { at: 3600, node: 'n-3', decision: 'spare', until: 4200, of: 'n-1', why: 'the only idle spare' },
    { at: 5400, node: 'n-1', decision: 'quarantine', until: 12_600, why },
    { at: 7200, node: 'n-2', decision: 'no-spare', why: 'the only spare is not idle' },
    { at: 12_600, node: 'n-1', decision: 'spare', until: 13_200, of: 'n-2', why: 'the only idle spare' },
  ]);
});
