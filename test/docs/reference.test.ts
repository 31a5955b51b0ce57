import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { scenarioJsonSchema } from '../../src/experiment/json-schema.ts';
import { METRICS } from '../../src/metrics/registry.ts';
import { POLICIES, PROFILES } from '../../src/registry.ts';
import { ROOT } from './markdown.ts';

/*
 * docs/reference is made from the code: `npx vitest run test/docs/reference -u` writes it anew, and without -u a page
 * that is not what the code says fails here.
 */
/** The compiler reads the whole library; on a busy machine that takes minutes. */
const PATIENCE = 600_000;
const page = (name: string): string => join(ROOT, 'docs/reference', name);
const NOTE = 'This page is made from the code; [CONTRIBUTING.md](../../CONTRIBUTING.md#the-reference) says how.';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

it('docs/reference/policies.md is the registry of policies', async () => {
  const policies = POLICIES.map(({ name, summary, source }) => [`\`${name}\``, summary, source]);
  const options = POLICIES.flatMap((policy) =>
    policy.options.map(({ name, values, default: byDefault, meaning }) => [
      `\`${policy.name}\``,
      `\`${name}\``,
      values,
      `\`${byDefault}\``,
      meaning,
    ]),
  );
  const profiles = PROFILES.map(({ name, summary, pass, order, estimate }) => [
    `\`${name}\``,
    summary,
    `\`pass: ${pass}\`, \`order: ${order}\`, \`estimate: ${estimate}\``,
  ]);
  const text = [
    '# Reference: policies and profiles',
    `${NOTE} What the policies do, with worked examples, is in [Policies](../policies.md).`,
    table(['policy', 'what it does', 'source'], policies),
    '## Options',
    table(['policy', 'option', 'values', 'default', 'meaning'], options),
    '## Profiles',
    table(['profile', 'what it stands for', 'the options it sets'], profiles),
  ];
  await expect(`${text.join('\n\n')}\n`).toMatchFileSnapshot(page('policies.md'));
});

it('docs/reference/metrics.md is the registry of metrics', async () => {
  const rows = METRICS.map(({ name, label, unit, better, over, definition, source }) => [
    `\`${name}\``,
    label,
    unit,
    better,
    over,
    definition,
    source,
  ]);
  const text = [
    '# Reference: metrics',
    `${NOTE} How the metrics are computed, by an example, is in [Metrics](../metrics.md).`,
    table(['name', 'label', 'unit', 'better', 'over', 'definition', 'source'], rows),
  ];
  await expect(`${text.join('\n\n')}\n`).toMatchFileSnapshot(page('metrics.md'));
});

/** As much of JSON Schema as scenarios use. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema | readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly required?: readonly string[];
}

/** More names than this are listed on a page of their own. */
const FEW = 8;

const TYPES: Readonly<Record<string, string>> = { integer: 'whole number', string: 'text' };

function kind({ type, const: only, enum: names, anyOf, items, properties }: Schema): string {
  if (only !== undefined) return `\`${only}\``;
  if (names !== undefined && names.length <= FEW) return names.map((name) => `\`${name}\``).join(', ');
  if (names !== undefined) return 'name';
  if (anyOf !== undefined) {
    const named = anyOf.filter((one) => one.const !== undefined);
    const shown =
      named.length > FEW ? ['name', ...anyOf.filter((one) => one.const === undefined).map(kind)] : anyOf.map(kind);
    return [...new Set(shown)].join(', or ');
  }
  if (type === 'array')
    return `list of ${Array.isArray(items) ? items.map(kind).join(' and ') : kind(items as Schema)}`;
  if (type === 'object' || properties !== undefined) return 'map';
  if (type === undefined) return 'any value';
  return [type]
    .flat()
    .map((one) => TYPES[one] ?? one)
    .join(', or ');
}

/** What has a page of its own, or is said elsewhere on this one. */
const ELSEWHERE: readonly string[] = ['policies', 'policy', 'submit'];

function keys({ properties = {}, required = [] }: Schema, path = ''): string[][] {
  return Object.entries(properties).flatMap(([name, schema]) => [
    [`\`${path}${name}\``, kind(schema), required.includes(name) ? 'yes' : 'no', schema.description ?? ''],
    ...(ELSEWHERE.includes(name) ? [] : within(schema, `${path}${name}`)),
  ]);
}

/** The keys of a map, of maps by name, of those in a list, and of those that are one choice of several. */
function within({ properties, additionalProperties, items, anyOf = [], ...schema }: Schema, path: string): string[][] {
  return [
    ...(properties === undefined ? [] : keys({ properties, ...schema }, `${path}.`)),
    ...(additionalProperties ? within(additionalProperties, `${path}.NAME`) : []),
    ...(items !== undefined && !Array.isArray(items) ? within(items as Schema, `${path}[]`) : []),
    ...anyOf.flatMap((one) => within(one, path)),
  ];
}

it('docs/reference/scenario.md is the schema of scenario files', async () => {
  const rows = keys(scenarioJsonSchema() as Schema);
  expect(rows.filter((row) => row.includes(''))).toEqual([]);
  const text = [
    '# Reference: scenario files',
    `${NOTE} \`makespan schema\` prints the same for editors; examples are in [Scenario files](../scenarios.md).`,
    table(['key', 'value', 'needed', 'meaning'], rows),
  ];
  await expect(`${text.join('\n\n')}\n`).toMatchFileSnapshot(page('scenario.md'));
});

it(
  'docs/reference/library.md is what the package exports',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'makespan-reference-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    // Whether the types hold is not asked here: `npm run types` does.
    const argv = ['--skipErrorChecking', '--out', folder];
    const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/typedoc'), argv, {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(status, stdout + stderr).toBe(0);
    const text = readFileSync(join(folder, 'README.md'), 'utf8').replace(
      /^# makespan\n/,
      `# Reference: the library\n\n${NOTE}\n`,
    );
    await expect(text).toMatchFileSnapshot(page('library.md'));
  },
  PATIENCE,
);
