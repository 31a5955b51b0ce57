import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { contents, folder, makespan, swf } from './recorder.ts';

const home = process.cwd();
let here = '';
beforeEach(() => {
  here = folder({
    'week.swf': swf(96, [
      [0, 10, 2, 20],
      [5, 10, 96, 20],
    ]),
    'headless.swf': '1 0 -1 10 2 -1 -1 2 20 -1 1 1 1 -1 1 -1 -1 -1\n',
  });
  process.chdir(here);
});
afterEach(() => process.chdir(home));

const schemaAccepts = (file: string): boolean =>
  new Ajv({ strict: false }).compile(JSON.parse(readFileSync('scenario.schema.json', 'utf8')))(
    parse(readFileSync(file, 'utf8')),
  );

test('init writes a scenario that is valid, that editors check, and that runs', async () => {
  const { code, out, err } = await makespan('init');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('makespan validate scenario.yaml');
  expect(out).toContain('makespan run scenario.yaml');
  expect(readFileSync('scenario.yaml', 'utf8')).toMatch(
    /^# yaml-language-server: \$schema=\.\/scenario\.schema\.json\n/,
  );
  expect(readFileSync('scenario.schema.json', 'utf8')).toBe((await makespan('schema')).out);
  expect(schemaAccepts('scenario.yaml')).toBe(true);
  expect(await makespan('validate', 'scenario.yaml')).toMatchObject({ code: 0, err: '' });
  const run = await makespan('run', 'scenario.yaml', '--json');
  expect(Object.keys(JSON.parse(run.out).policies)).toEqual(['fcfs', 'easy', 'easy-sjbf', 'saf(depth=1)']);
}, 60_000);

test('every line that init leaves as a comment is right when the mark is taken away', async () => {
  await makespan('init', 'all.yaml', '--trace', 'week.swf');
  const text = readFileSync('all.yaml', 'utf8').replaceAll(/^( *)# (- \{|options:|cluster:)/gm, '$1$2');
  expect(text).toContain('\noptions: {');
  expect(text).toContain('\ncluster: { procs: 96 }');
  writeFileSync('all.yaml', text);
  const { out } = await makespan('validate', 'all.yaml', '--json');
  expect(JSON.parse(out).scenarios[0]).toMatchObject({ valid: true, procs: 96 });
  expect(schemaAccepts('all.yaml')).toBe(true);
});

test.each([
  ['on synthetic jobs', []],
  ['on a trace', ['--trace', 'week.swf']],
])(
  'init --template failures writes a scenario under faults that runs, %s',
  async (_, more) => {
    expect(await makespan('init', '--template', 'failures', ...more, '-q')).toEqual({ code: 0, out: '', err: '' });
    expect(schemaAccepts('scenario.yaml')).toBe(true);
    const { code, out, err } = await makespan('run', 'scenario.yaml', '--json', '-q');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(Object.keys(JSON.parse(out).policies)).toEqual(['fcfs', 'easy']);
  },
  60_000,
);

test.each([
  ['racks: {', 'bursts: {', 'crew: 2', 'backoff: {', 'quarantine: {', 'spares: 2', 'options: {'],
  ['coordinator: ./'],
  ['trace: outages'],
])(
  'a line that init --template failures leaves as a comment is right when the mark is taken away: %s',
  async (...marked) => {
    await makespan('init', '--template', 'failures', '-q');
    writeFileSync('mine.mjs', "export default { afterRepair: () => ({ then: 'return', why: 'well' }) };");
    writeFileSync('outages.csv', 'node,from,until,cause\nnode-1,60,120,disk\n');
    let text = readFileSync('scenario.yaml', 'utf8');
    for (const mark of marked) {
      expect(text).toContain(`# ${mark}`);
      text = text.replace(`# ${mark}`, mark);
    }
    writeFileSync('scenario.yaml', text);
    expect(await makespan('validate', 'scenario.yaml', '-q')).toEqual({ code: 0, out: '', err: '' });
    expect(schemaAccepts('scenario.yaml')).toBe(true);
  },
);

test('init --trace names the trace relative to the scenario, and the size of the machine where the trace does not', async () => {
  mkdirSync('study');
  const { code, out } = await makespan('init', 'study/a.yaml', '--trace', 'headless.swf', '--procs', '4');
  expect(code).toBe(0);
  expect(out).toMatch(/^headless\.swf: 1 job on 4 processors/);
  expect(parse(readFileSync('study/a.yaml', 'utf8'))).toMatchObject({
    question: 'Which policy would have served the users of headless best?',
    workload: { trace: '../headless.swf' },
    cluster: { procs: 4 },
  });
  expect(await makespan('validate', 'study/a.yaml', '-q')).toEqual({ code: 0, out: '', err: '' });
});

test('a trace whose name is no plain YAML is quoted', async () => {
  writeFileSync('on: 1 #2.swf', swf(4, [[0, 10, 2, 20]]));
  await makespan('init', '--trace', 'on: 1 #2.swf');
  expect(await makespan('validate', 'scenario.yaml', '-q')).toEqual({ code: 0, out: '', err: '' });
});

test('a project that has makespan installed gets no copy of the schema', async () => {
  mkdirSync('node_modules/makespan/dist', { recursive: true });
  writeFileSync('node_modules/makespan/dist/scenario.schema.json', '{}');
  mkdirSync('deep');
  await makespan('init', 'deep/s.yaml');
  expect(readFileSync('deep/s.yaml', 'utf8')).toMatch(
    /^# yaml-language-server: \$schema=\.\.\/node_modules\/makespan\/dist\/scenario\.schema\.json\n/,
  );
  expect(Object.keys(contents('deep'))).toEqual(['s.yaml']);
});

test.each([
  [['init', 'there.yaml'], 'there.yaml is there already; --force replaces it'],
  [['init', '--trace', 'none.swf'], 'none.swf: no such file'],
  [['init', '--procs', '4'], '--procs needs --trace FILE'],
  [['init', '--template', 'failure'], '--template failure: there is no such template; did you mean failures?'],
  [['init', 'no/s.yaml'], 'FILE no/s.yaml: there is no folder no'],
  [['init', '.'], 'FILE .: it is a folder, not a file'],
  [
    ['init', 'foreign/s.yaml'],
    'foreign/scenario.schema.json: would be replaced, and is not the schema of scenarios; move it away',
  ],
])('makespan %j is refused, and nothing is written', async (argv, message) => {
  writeFileSync('there.yaml', 'mine');
  mkdirSync('foreign');
  writeFileSync('foreign/scenario.schema.json', '{ "title": "another" }');
  const before = contents('.');
  expect(await makespan(...argv)).toEqual({ code: 2, out: '', err: `makespan: ${message}\n` });
  expect(contents('.')).toEqual(before);
});

test('--force replaces the scenario, --quiet says nothing, and the own copy of the schema is renewed', async () => {
  writeFileSync('scenario.yaml', 'mine');
  writeFileSync('scenario.schema.json', '{ "title": "makespan scenario" }');
  expect(await makespan('init', '--force', '--quiet')).toEqual({ code: 0, out: '', err: '' });
  expect(readFileSync('scenario.yaml', 'utf8')).toMatch(/^question: /m);
  expect(schemaAccepts('scenario.yaml')).toBe(true);
});
