import { type SpawnSyncOptionsWithStringEncoding, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fences, ROOT, read } from './markdown.ts';

const COPIED = ['src', 'test', 'docs', 'package.json', 'tsconfig.json', 'vitest.config.ts', 'biome.json'];
const copy = mkdtempSync(join(tmpdir(), 'makespan-contributing-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Puts text before or after the only place where the anchor stands. */
function insert(file: string, where: 'before' | 'after', anchor: string, text: string): void {
  const path = join(copy, file);
  const parts = readFileSync(path, 'utf8').split(anchor);
  expect(parts, `${anchor} in ${file}`).toHaveLength(2);
  writeFileSync(path, parts.join(where === 'before' ? text + anchor : anchor + text));
}

/** Compilers read the whole project; on a busy machine that takes minutes. */
const PATIENCE = 600_000;

function tool(name: string, ...argv: string[]): void {
  // A test cannot end a process that it waits for; the limit of time can.
  const options: SpawnSyncOptionsWithStringEncoding = { cwd: copy, encoding: 'utf8', timeout: 0.9 * PATIENCE };
  const { status, stdout, stderr } = spawnSync(join('node_modules/.bin', name), argv, options);
  expect(status, `${name} ${argv.join(' ')}\n${stdout}\n${stderr}`).toBe(0);
}

/** Files that share what they load take half the time. */
const vitest = (...argv: string[]): void => tool('vitest', 'run', '--no-isolate', '--reporter=default', ...argv);

describe('the four steps of CONTRIBUTING.md', { timeout: PATIENCE }, () => {
  const steps = fences(read('CONTRIBUTING.md').split('## Add a policy in four steps')[1]!.split(/^## /m)[0]!);
  const [policy, imported, line, test, entry, row] = steps.map(({ text }) => text);

  it('can be taken in a copy of the project', () => {
    expect(steps.map(({ language }) => language)).toEqual(['ts', 'ts', 'ts', 'ts', 'md', 'md']);
    for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));

    writeFileSync(join(copy, 'src/schedulers/best-fit.ts'), policy!);
    insert(
      'src/schedulers/index.ts',
      'before',
      "import { backfillPolicy, optionValue, orderPolicy } from './compose.ts';",
      imported!,
    );
    insert('src/schedulers/index.ts', 'before', '\n];\n', `\n${line!.trimEnd()}`);
    writeFileSync(join(copy, 'test/schedulers/best-fit.test.ts'), test!);
    insert('test/registry.test.ts', 'after', "'slack', 'conservative-rebuild'", ", 'best-fit'");
    insert('docs/policies.md', 'before', '### Backfilling by an example', `${entry}\n`);
    const page = readFileSync(join(copy, 'docs/policies.md'), 'utf8');
    const last = page.match(/^\| `conservative-rebuild` \| .*\n/gm)?.at(-1);
    insert('docs/policies.md', 'after', last ?? 'the last row', row!);
  });

  it('keep the types and the format', () => {
    tool('tsc', '--noEmit', '-p', '.');
    tool('biome', 'check', '--vcs-enabled=false', 'src', 'test/schedulers', 'test/registry.test.ts');
  });

  it('add lines to the pinned schedules and change none', () => {
    const pinned = (folder: string): string[] =>
      readFileSync(join(folder, 'test/golden/hashes.txt'), 'utf8').trimEnd().split('\n');
    vitest('test/golden/hashes.test.ts', '-u');
    const added = pinned(copy).filter((one) => one.includes('best-fit'));
    expect(added.length).toBeGreaterThan(0);
    expect(pinned(copy).filter((one) => !added.includes(one))).toEqual(pinned(ROOT));
  });

  it('pass the tests of policies, registry and documentation', () => {
    vitest('test/schedulers/best-fit.test.ts', 'test/registry.test.ts', 'test/docs/policies.test.ts');
  });

  it('pass the laws that hold for every policy', () => {
    vitest('test/properties', '-t', 'best-fit');
  });
});
