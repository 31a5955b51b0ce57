import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { contents, folder, makespan } from './recorder.ts';

const scenario = (more: string): string => `question: What fails?
workload: { jobs: [{ name: long, run: 3h, cores: 8 }, { name: wide, run: 1h, cores: 8, tasks: 2 }] }
cluster: { groups: { n: { count: 2, cores: 8 } } }
${more}
`;
const FAILS = 'failures: { nodes: { mtbf: 2h, repair: 30min } }\nrecovery: { retries: 20 }\nseed: 1';

const NEEDED = 'is of runs under faults, and nothing fails here: say failures; see docs/failures.md';

describe('a figure of faults where nothing fails is refused with its place', () => {
  it.each([
    ['metrics', 'policies: [fcfs]\nmetrics: [mean_wait, goodput]', `:5:22 metrics[1]: goodput ${NEEDED}`],
    ['claims', 'policies: [fcfs]\nclaims: [availability(fcfs) > 0.9]', `: availability ${NEEDED}`],
    ['budgets', 'policies: [fcfs]\nbudgets: [lost_node_hours may rise 2%]', `: lost_node_hours ${NEEDED}`],
  ])('%s', async (_, more, message) => {
    const path = join(folder({ 's.yaml': scenario(more) }), 's.yaml');
    const { code, out, err } = await makespan('validate', path);
    expect(code).toBe(2);
    expect((out + err).replaceAll(/\s+/g, ' ')).toContain(message);
    expect(out + err).toMatch(/s\.yaml:5:\d+ /);
  });

  it('and is not refused where something does', async () => {
    const more = `policies: [fcfs]\nmetrics: [goodput]\nclaims: [availability(fcfs) > 1%]\nbudgets: [job_interrupts may rise 2%]\n${FAILS}`;
    expect((await makespan('validate', join(folder({ 's.yaml': scenario(more) }), 's.yaml'))).code).toBe(0);
  });
});

/** The failure log of the report of a scenario, and what summary.md says of it. */
async function logOf(more: string): Promise<{ hash: string; until: number }> {
  const path = folder({ 's.yaml': scenario(more) });
  const { code, err } = await makespan('run', join(path, 's.yaml'), '--out', join(path, 'run'));
  expect([code, err]).toEqual([0, '']);
  const files = contents(join(path, 'run'));
  const { failure_log: log } = JSON.parse(files['report.json']!);
  expect(files['summary.md']).toContain(`Failure log of all that fails: \`${log.hash}\``);
  const { met, ...whole } = log;
  expect(new Set(met.policies.map((one: { hash: string }) => one.hash)).size).toBe(1);
  return whole;
}

test('the failure log is the same whatever is compared, found out and done about it', async () => {
  const log = await logOf(`policies: [fcfs]\n${FAILS}`);
  // The last that could end if nobody waited is the first job, after 3 h.
  expect(log).toEqual({ hash: expect.stringMatching(/^[0-9a-f]{16}$/), until: 3 * 3600 });
  expect(await logOf(`policies: [easy, conservative, sjf]\n${FAILS}`)).toEqual(log);
  expect(await logOf(`policies: [fcfs]\n${FAILS}\ndetection: { heartbeat: 1min, timeout: 5min }`)).toEqual(log);
  expect(await logOf(`policies: [fcfs]\n${FAILS}\ncheckpoints: { interval: 30min, write: 1min }`)).toEqual(log);
  // What a placement draws is another stream.
  expect(await logOf(`policies: ['backfill(placement=random)']\n${FAILS}`)).toEqual(log);
  expect((await logOf(`policies: [fcfs]\n${FAILS.replace('seed: 1', 'seed: 2')}`)).hash).not.toBe(log.hash);
});
