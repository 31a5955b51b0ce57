import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../docs/markdown.ts';
import { folder } from './recorder.ts';

/** 40 runs. */
const SCENARIO = `question: Is one better?
workload: { poisson: { jobs: 100, procs: 16, load: 0.8, size: [1, 8] } }
policies: [easy, sjf]
replications: 20
seed: 1
`;
/** The room on the small disk, of which each kept run takes 4 kB. */
const [SMALL, ROOMY] = ['64k', '16m'];

/** Mounts in a name space of its own, which needs no rights but is not to be had everywhere. */
const inOwnMounts = (script: string, ...words: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync('unshare', ['-rm', 'sh', '-c', script, 'sh', ...words], { encoding: 'utf8' });
const canMount = inOwnMounts(`mount -t tmpfs -o size=${SMALL} none "$1"`, tmpdir()).status === 0;

test.skipIf(!canMount)('a study stops cleanly on a full disk, and with room the same command goes on', () => {
  const path = folder({ 's.yaml': SCENARIO });
  const store = join(path, 'disk');
  mkdirSync(store);
  const main = join(ROOT, 'dist/cli/main.js');
  const run = (out: string, kept: string): string =>
    `"$1" "$2" run "$3/s.yaml" --store "$3/${kept}" --out "$3/${out}" --json > "$3/${out}.txt"; echo "exit code $?"`;
  const script = [
    `mount -t tmpfs -o size=${SMALL} none "$3/disk"`,
    run('full', 'disk'),
    'find "$3/disk" -name "*.json" | wc -l; find "$3/disk" -name "*.tmp" | wc -l',
    `mount -o remount,size=${ROOMY} "$3/disk"`,
    run('resumed', 'disk'),
    run('whole', 'store'),
    'diff -r "$3/disk" "$3/store" && echo same',
  ].join('\n');
  const { stdout, stderr } = inOwnMounts(script, process.execPath, main, path);
  const [full, kept, half, resumed, whole, same] = stdout.trim().split('\n');
  expect([full, resumed, whole, same]).toEqual(['exit code 2', 'exit code 0', 'exit code 0', 'same']);
  expect(stderr).toBe(
    `makespan: runs cannot be kept in ${store}: no space left on device; those that are finished stay there\n`,
  );
  expect(Number(kept)).toBeGreaterThan(5);
  expect(Number(kept)).toBeLessThan(40);
  expect(Number(half)).toBe(0);
  expect(readdirSync(path)).not.toContain('full');
  const report = (name: string): string => readFileSync(join(path, name, 'report.json'), 'utf8');
  expect(report('resumed')).toBe(report('whole'));
});

test.skipIf(!canMount)(
  'runs that are kept where nothing may be written are read; that none can be added is told',
  () => {
    const path = folder({ 's.yaml': SCENARIO });
    mkdirSync(join(path, 'disk'));
    const main = join(ROOT, 'dist/cli/main.js');
    const run = (store: string, out: string): string =>
      `"$1" "$2" run "$3/s.yaml" --store "$3/disk/${store}" --out "$3/${out}" --quiet; echo "exit code $?"`;
    const script = [
      `mount -t tmpfs -o size=${ROOMY} none "$3/disk"`,
      `{ ${run('kept', 'made')}; } | tail -1`,
      'mount -o remount,ro "$3/disk"',
      `{ ${run('kept', 'read')}; } | tail -1`,
      run('of/mine', 'none'),
    ].join('\n');
    const { stdout, stderr } = inOwnMounts(script, process.execPath, main, path);
    expect(stdout.trim().split('\n')).toEqual(['exit code 0', 'exit code 0', 'exit code 2']);
    const reason = 'the file system is read-only; those that are finished stay there';
    expect(stderr).toBe(`makespan: runs cannot be kept in ${join(path, 'disk/of/mine')}: ${reason}\n`);
    expect(readdirSync(path)).not.toContain('none');
    const report = (name: string): string => readFileSync(join(path, name, 'report.json'), 'utf8');
    expect(report('read')).toBe(report('made'));
  },
);
