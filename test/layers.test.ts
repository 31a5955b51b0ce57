import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { afterEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const rules: ICruiseOptions = await extractOptions(join(root, '.dependency-cruiser.mjs'));

async function cruiseSources(baseDir: string): Promise<ICruiseResult> {
  const { output } = await cruise(['src'], { ...rules, baseDir, validate: true });
  if (typeof output === 'string') throw new Error('expected the result as an object');
  return output;
}

const arrowsOf = ({ summary }: ICruiseResult): string[] =>
  summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).sort();

describe('the sources', () => {
  it('are all looked at, and import only downwards', async () => {
    const result = await cruiseSources(root);
    const modules = result.modules.filter(({ source }) => source.startsWith('src/'));
    const arrows = modules.flatMap(({ dependencies }) => dependencies);
    // A cruiser that cannot read TypeScript sees nothing and is content: zero modules or arrows is a failure.
    expect(modules.length).toBeGreaterThan(0);
    expect(arrows.length).toBeGreaterThan(0);
    expect(arrowsOf(result)).toEqual([]);
  });
});

describe('the layer rule', () => {
  let folder: string | undefined;

  afterEach(() => {
    if (folder) rmSync(folder, { recursive: true });
    folder = undefined;
  });

  /** Cruises a small project in which each file imports the files listed for it. */
  async function violations(files: Record<string, string[]>, keyword = 'import'): Promise<string[]> {
    folder = mkdtempSync(join(tmpdir(), 'makespan-layers-'));
    for (const [file, imports] of Object.entries(files)) {
      const up = '../'.repeat(file.split('/').length - 1) || './';
      const lines = imports.map((target, index) => `${keyword} { x as x${index} } from '${up}${target}';`);
      const uses = imports.map((_, index) => `x${index}`).join(', ');
      const path = join(folder, 'src', file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, [...lines, `export type x = [${uses}];`, `export const x = [${uses}];`].join('\n'));
    }
    return arrowsOf(await cruiseSources(folder));
  }

  it.each([
    ['kernel/a.ts', 'engine/b.ts', 'layer-kernel'],
    ['model/a.ts', 'kernel/b.ts', 'layer-model'],
    ['engine/a.ts', 'schedulers/b.ts', 'layer-engine'],
    ['engine/a.ts', 'observers/b.ts', 'layer-engine'],
    ['schedulers/a.ts', 'engine/b.ts', 'layer-schedulers'],
    ['schedulers/a.ts', 'kernel/b.ts', 'layer-schedulers'],
    ['schedulers/a.ts', 'metrics/b.ts', 'layer-schedulers'],
    ['workload/a.ts', 'metrics/b.ts', 'layer-workload'],
    ['workload/a.ts', 'kernel/queue.ts', 'layer-workload'],
    ['metrics/a.ts', 'observers/b.ts', 'layer-metrics'],
    ['observers/a.ts', 'engine/b.ts', 'layer-observers'],
    ['registry.ts', 'experiment/b.ts', 'layer-registry'],
    ['own/a.ts', 'experiment/b.ts', 'layer-own'],
    ['executors/a.ts', 'experiment/b.ts', 'layer-executors'],
    ['executors/a.ts', 'engine/b.ts', 'layer-executors'],
    ['experiment/a.ts', 'report/b.ts', 'layer-experiment'],
    ['report/a.ts', 'cli/b.ts', 'layer-report'],
    ['model/a.ts', 'index.ts', 'layer-model'],
    ['index.ts', 'cli/b.ts', 'library-without-command-line'],
    ['report/client/a.ts', 'report/html.ts', 'page-in-a-browser'],
    ['report/views/a.ts', 'experiment/b.ts', 'page-in-a-browser'],
  ])('forbids %s -> %s', async (from, to, rule) => {
    expect(await violations({ [from]: [to], [to]: [] })).toEqual([`${rule}: src/${from} -> src/${to}`]);
  });

  it('forbids types as well as values', async () => {
    const files = { 'kernel/a.ts': ['engine/b.ts'], 'engine/b.ts': [] };
    expect(await violations(files, 'import type')).toEqual(['layer-kernel: src/kernel/a.ts -> src/engine/b.ts']);
  });

  it.each([
    ['cli/a.ts', 'report/b.ts'],
    ['report/a.ts', 'experiment/b.ts'],
    ['experiment/a.ts', 'registry.ts'],
    ['experiment/a.ts', 'executors/b.ts'],
    ['executors/a.ts', 'model/b.ts'],
    ['own/a.ts', 'registry.ts'],
    ['registry.ts', 'schedulers/b.ts'],
    ['engine/a.ts', 'kernel/b.ts'],
    ['workload/a.ts', 'kernel/random.ts'],
    ['schedulers/a.ts', 'schedulers/b.ts'],
    ['observers/a.ts', 'model/b.ts'],
    ['index.ts', 'experiment/b.ts'],
    ['report/client/a.ts', 'metrics/b.ts'],
    ['report/client/a.ts', 'report/format.ts'],
  ])('allows %s -> %s', async (from, to) => {
    expect(await violations({ [from]: [to], [to]: [] })).toEqual([]);
  });

  it('forbids cycles', async () => {
    expect(await violations({ 'model/a.ts': ['model/b.ts'], 'model/b.ts': ['model/a.ts'] })).toEqual([
      'no-circular: src/model/a.ts -> src/model/b.ts',
    ]);
  });

  it('forbids files that nothing uses, folders without a layer and imports that lead nowhere', async () => {
    const files = {
      'model/alone.ts': [],
      'helpers/a.ts': ['model/b.ts'],
      'model/b.ts': [],
      'model/c.ts': ['model/gone.ts'],
    };
    expect(await violations(files)).toEqual([
      'file-outside-every-layer: src/helpers/a.ts -> src/model/b.ts',
      'no-orphan: src/model/alone.ts -> src/model/alone.ts',
      'resolvable: src/model/c.ts -> ../model/gone.ts',
    ]);
  });
});
