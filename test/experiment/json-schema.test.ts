import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { scenarioJsonSchema } from '../../src/experiment/json-schema.ts';
import { parseScenario } from '../../src/experiment/scenario.ts';
import { METRICS } from '../../src/metrics/index.ts';
import { POLICIES, PROFILES } from '../../src/registry.ts';
import { ROOT, shownScenarios } from '../docs/markdown.ts';

const schema = scenarioJsonSchema() as Record<string, never>;
// Conditions on parts of an object are no slips here, which is all that the strict mode would find.
const accepts = new Ajv({ strictRequired: false, strictTypes: false }).compile(schema);
const HEAD = 'question: Is it?\nworkload: { trace: t.swf }\n';

const inFolder = (folder: string): (readonly [string, string])[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [`${folder}/${name}`, readFileSync(join(ROOT, folder, name), 'utf8')] as const);

const FOLDERS = ['scenarios', 'scenarios/machines', 'scenarios/experiments', 'scenarios/failures'];
const scenarios = [...FOLDERS.flatMap(inFolder), ...shownScenarios()];

interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly anyOf?: readonly Described[];
  readonly items?: Described | readonly Described[];
  readonly additionalProperties?: Described | boolean;
}

/** Every key that a value may have at any depth, with its description. */
function keysWithin({
  properties = {},
  anyOf = [],
  items = [],
  additionalProperties,
}: Described): [string, string | undefined][] {
  const deeper = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  return [
    ...Object.entries(properties).flatMap(([key, one]): [string, string | undefined][] => [
      [key, one.description],
      ...keysWithin(one),
    ]),
    ...[...anyOf, ...[items].flat(), ...deeper].flatMap((one) => keysWithin(one)),
  ];
}

describe('the JSON Schema of scenarios', () => {
  it.each(scenarios)('accepts %s', (_, text) => {
    accepts(parse(text));
    expect(accepts.errors).toBeNull();
  });

  it.each([
    'policies: [easy, backfill(depth=4), { policy: easy, label: mine }, { policy: backfill, depth: all }]\n',
    'policies: [easy]\noptions: { profile: pyss, overrun: extend }\nmetrics: [awrt]\ncluster: { procs: 3 }\n',
  ])('accepts %j, as the reader does', async (text) => {
    await parseScenario(HEAD + text, 's.yaml');
    accepts(parse(HEAD + text));
    expect(accepts.errors).toBeNull();
  });

  it.each(['failures', 'detection', 'checkpoints', 'recovery', 'axes'])('says of each key of %s what it is', (key) => {
    const found = (schema as { readonly properties?: Record<string, Described> }).properties![key]!;
    expect(found.description).not.toBe('');
    const keys = keysWithin(found);
    expect(keys.length).toBeGreaterThan(2);
    expect(keys.filter(([, description]) => description === undefined)).toEqual([]);
  });

  it.each([
    'failures: { nodes: { mtbf: 36, repair: 1h } }',
    'failures: { nodes: lanl5 }',
    'detection: { hartbeat: 10s, timeout: 30s }',
    'checkpoints: { interval: dally, write: 5min }',
    'recovery: { retries: { own: 2 } }',
  ])('refuses %s', (part) => {
    expect(accepts(parse(`${HEAD}policies: [easy]\n${part}\n`))).toBe(false);
  });

  it("accepts policies of one's own, whose options it cannot know", () => {
    for (const policy of [
      './mine.mjs',
      '../a/b.js',
      '{ policy: ./mine.mjs, patience: 3, label: mine }',
      '{ command: python3 easy.py, timeout: 10s }',
      '{ command: [./easy, -v], label: mine }',
    ]) {
      accepts(parse(`${HEAD}policies: [${policy}]\n`));
      expect(accepts.errors).toBeNull();
    }
  });

  it.each([
    [`${HEAD}`],
    [`${HEAD}policies: [mine.mjs]\n`],
    [`${HEAD}policies: [{ command: ./x, timeout: soon }]\n`],
    [`${HEAD}policies: [{ command: ./x, timeot: 10s }]\n`],
    [`${HEAD}policies: []\n`],
    [`${HEAD}policies: [esay]\n`],
    [`${HEAD}policies: [esay(depth=3)]\n`],
    [`${HEAD}policies: [{ policy: backfill, dept: 3 }]\n`],
    [`${HEAD}policies: [{ policy: backfill, depth: few }]\n`],
    [`${HEAD}policies: [{ policy: backfill, depth: -1 }]\n`],
    [`${HEAD}policies: [{ policy: backfill, order: fsfc }]\n`],
    [`${HEAD}policies: [{ policy: fcfs, order: fcfs }]\n`],
    [`${HEAD}policies: [{ label: x }]\n`],
    [`${HEAD}policies: [{ policy: easy, label: 3 }]\n`],
    [`${HEAD}policies: [easy]\npolices: [easy]\n`],
    [`${HEAD}policies: [easy]\noptions: { overrun: kil }\n`],
    [`${HEAD}policies: [easy]\noptions: { profile: psys }\n`],
    [`${HEAD}policies: [easy]\noptions: { ordr: x }\n`],
    [`${HEAD}policies: [easy]\nmetrics: [mean_wiat]\n`],
    [`${HEAD}policies: [easy]\nmetrics: [awrt, awrt]\n`],
    [`${HEAD}policies: [easy]\ncluster: { procs: 0 }\n`],
    [`${HEAD}policies: [easy]\ncluster: { procs: 1.5 }\n`],
    [`${HEAD}policies: [easy]\nseed: 1\n`],
    ['question: Is it.\nworkload: { trace: t.swf }\npolicies: [easy]\n'],
    ['question: Is it?\nworkload: {}\npolicies: [easy]\n'],
    ['question: Is it?\nworkload: { lublin: { jobs: 10, procs: 8 } }\npolicies: [easy]\n'],
    ['question: Is it?\nworkload: { lublin: { jobs: 10, procs: 8, load: 0 } }\npolicies: [easy]\nseed: 1\n'],
    ['question: Is it?\nworkload: { poisson: { jobs: 10, procs: 8 } }\npolicies: [easy]\nseed: 1\n'],
    ['question: Is it?\nworkload: { trace: t.swf, poisson: { jobs: 10, procs: 8, load: 1 } }\npolicies: [easy]\n'],
  ])('refuses %j, as the reader does', async (text) => {
    await expect(parseScenario(text, 's.yaml')).rejects.toThrow();
    expect(accepts(parse(text))).toBe(false);
  });

  it('offers every policy, its options, every metric and every profile', () => {
    const text = JSON.stringify(schema);
    for (const { name, summary, options } of POLICIES) {
      expect(text).toContain(JSON.stringify({ const: name, description: summary }));
      for (const { meaning } of options) expect(text).toContain(JSON.stringify(meaning).slice(1, -1));
    }
    for (const { name, definition } of METRICS) {
      expect(text).toContain(JSON.stringify({ const: name, description: definition }));
    }
    for (const { name, summary } of PROFILES) {
      expect(text).toContain(JSON.stringify({ const: name, description: summary }));
    }
  });

  it('explains every key', () => {
    const lacking: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        // What stands under a condition is explained where it is defined.
        if (key === 'if' || key === 'then' || key === 'else') continue;
        if (key === 'properties') {
          for (const [name, property] of Object.entries(value as Record<string, { description?: string }>)) {
            if (!property.description) lacking.push(`${path}.${name}`);
          }
        }
        walk(value, `${path}.${key}`);
      }
    };
    walk(schema, '');
    expect(lacking).toEqual([]);
  });
});
