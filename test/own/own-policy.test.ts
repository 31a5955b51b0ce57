import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { planPolicy } from '../../src/experiment/policies.ts';
import { parseScenario } from '../../src/experiment/scenario.ts';
import { toSeconds } from '../../src/model/time.ts';
import { moduleScheduler } from '../../src/own/module.ts';
import { describeImportFailure } from '../../src/own/module-failure.ts';
import { parsePolicy } from '../../src/registry.ts';
import { folder } from '../cli/recorder.ts';
import { fences, read } from '../docs/markdown.ts';
import { anyWorkload, jobTable, startsOf } from '../engine/jobs.ts';

const EXAMPLE = './scenarios/policies/widest-first.mjs';
const load = (spec: string, from = '.') => moduleScheduler(parsePolicy(spec), from);

describe('scenarios/policies/widest-first.mjs', () => {
  it('starts the widest first, and narrow ones in what is left', async () => {
    // Of 10: B takes 7 and D the other 3; A (4) and C (6) fit only together, when B ends. D ends at 5, leaving 3.
    const jobs = [
      { submit: 0, run: 10, procs: 4 },
      { submit: 0, run: 10, procs: 7 },
      { submit: 0, run: 10, procs: 6 },
      { submit: 0, run: 5, procs: 3 },
    ];
    expect(startsOf(await load(EXAMPLE), 10, jobs)).toEqual([10, 0, 10, 0]);
  });

  it('with a reservation, lets nobody delay the widest that does not fit', async () => {
    // Of 4: A holds 2 until 10; B (4) is the widest when it arrives. C (2, 20 s) fits and would hold B up until 21.
    const jobs = [
      { submit: 0, run: 10, procs: 2 },
      { submit: 1, run: 5, procs: 4 },
      { submit: 1, run: 20, procs: 2 },
    ];
    expect(startsOf(await load(EXAMPLE), 4, jobs)).toEqual([0, 21, 1]);
    const reserving = await load(`${EXAMPLE}(reserve=true)`);
    expect(reserving.name).toBe('widest-first(reserve=true)');
    expect(startsOf(reserving, 4, jobs)).toEqual([0, 10, 15]);
  });

  it('leaves no job waiting that there is room for', async () => {
    const policy = await load(EXAMPLE);
    fc.assert(
      fc.property(anyWorkload('kill'), ({ procs, jobs }) => {
        const starts = startsOf(policy, procs, jobs);
        const ends = starts.map((start, row) => start + toSeconds(jobs.runtime[row]!));
        for (const now of [...starts, ...ends]) {
          const busy = starts.reduce((sum, at, row) => sum + (at <= now && now < ends[row]! ? jobs.procs[row]! : 0), 0);
          for (const [row, start] of starts.entries()) {
            const waits = toSeconds(jobs.submit[row]!) <= now && now < start;
            if (waits) expect(busy + jobs.procs[row]!).toBeGreaterThan(procs);
          }
        }
      }),
    );
  });

  it('has the types of the library, and so have the other examples', () => {
    const files = [EXAMPLE, './scenarios/policies/least-used.mjs', './scenarios/failures/patient.mjs'];
    const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files }, ts.sys, '.');
    // What a user's editor checks: types from comments, but no annotation of what is exported.
    const editor = { allowJs: true, checkJs: true, isolatedDeclarations: false, declaration: false };
    const checked = ts.createProgram(files, {
      ...options,
      ...editor,
      noUncheckedIndexedAccess: false,
      paths: { makespan: [join(process.cwd(), 'src/index.ts')] },
    });
    for (const file of files) {
      const messages = ts.getPreEmitDiagnostics(checked, checked.getSourceFile(file));
      expect(
        messages.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
        file,
      ).toEqual([]);
    }
  });
});

/** Writes one module and loads it. */
const loaded = (text: string, spec = './p.mjs') => load(spec, folder({ 'p.mjs': text }));
const problem = async (text: string, spec?: string): Promise<string> => {
  const path = folder({ 'p.mjs': text });
  const cause: unknown = await load(spec ?? './p.mjs', path).catch((error: unknown) => error);
  expect(cause).toMatchObject({ name: 'InputError' });
  return (cause as Error).message.replaceAll(`${path}/`, '');
};

it.each(fences(read('docs/own-policies.md')).filter(({ language }) => language === 'js'))(
  'docs/own-policies.md, line $line, is a policy that schedules',
  async ({ text }) => {
    const policy = await loaded(text);
    fc.assert(
      fc.property(anyWorkload('kill'), ({ procs, jobs }) => void startsOf(policy, procs, jobs)),
      { numRuns: 20 },
    );
  },
);

describe('a module', () => {
  it('may export a policy as it is, an instance of a class, or a function that makes one, at once or later', async () => {
    const fcfs = 'decide({ queue }, plan) { while (queue.first() >= 0 && plan.start(queue.first())); }';
    const jobs = jobTable([
      { submit: 0, run: 4, procs: 2 },
      { submit: 1, run: 4, procs: 2 },
    ]);
    for (const text of [
      `export default { ${fcfs} }`,
      `class P { name = 'p'; calls = 0; ${fcfs.replace('{ while', '{ this.calls += 1; while')} }\nexport default new P()`,
      `export default () => ({ name: 'p', ${fcfs} })`,
      `export default async () => ({ name: 'p', ${fcfs} })`,
    ]) {
      const policy = await loaded(text);
      expect(policy).toMatchObject({ name: 'p', promises: false, needsKill: false });
      expect(startsOf(policy, 2, jobs)).toEqual([0, 4]);
    }
  });

  it('gets its options as numbers and truth values where they look like it, and is named by them', async () => {
    const text = `
      export const options = ['a', 'b', 'c'].map((name) => ({ name, values: 'any', default: '1', meaning: '' }));
      export default (given) => ({ name: JSON.stringify(given), decide() {} });
    `;
    expect((await loaded(text, './p.mjs(a=-2.5, b=true)')).name).toBe('{"a":-2.5,"b":true,"c":1}(a=-2.5,b=true)');
    expect((await loaded(text, './p.mjs(c=x1)')).name).toBe('{"a":1,"b":1,"c":"x1"}(c=x1)');
  });

  it.each([
    [
      'no default export',
      'export const policy = {};',
      'p.mjs has no default export, which would be the policy; it exports policy',
    ],
    ['nothing', '', 'p.mjs has no default export, which would be the policy; it exports nothing'],
    ['a number', 'export default 5;', 'p.mjs exports no policy: found number'],
    [
      'no decide',
      'export default { name: "x", decied() {} };',
      'p.mjs exports no policy: it has no function decide; found name, decied',
    ],
    [
      'an empty policy',
      'export default () => ({});',
      'p.mjs exports no policy: it has no function decide; found an empty object',
    ],
    ['a wrong name', 'export default { name: 5, decide() {} };', 'p.mjs exports no policy: its name must be a text'],
    [
      'a wrong promise',
      'export default { promises: 1, decide() {} };',
      'p.mjs exports no policy: its promises must be true or false',
    ],
    [
      'an order without score',
      'export default { order: {}, decide() {} };',
      'p.mjs exports no policy: its order must have a function score(job, jobs, now)',
    ],
    [
      'an order that may vary',
      'export default { scan: { score: () => 1 }, decide() {} };',
      'p.mjs exports no policy: its scan must say whether it varies: true or false',
    ],
    [
      'options of no function',
      'export const options = [{ name: "a", values: "", default: "", meaning: "" }]; export default { decide() {} };',
      'p.mjs exports options, so its default export must be a function that takes them',
    ],
    [
      'options that are none',
      'export const options = ["a"]; export default () => ({ decide() {} });',
      'p.mjs: its export options must be a list of { name, values, default, meaning }, all of them texts',
    ],
    [
      'a function that throws',
      'export default () => {\n  throw new TypeError("no luck");\n};',
      'p.mjs: its default export failed: TypeError: no luck (p.mjs:2:9)',
    ],
    ['a module that throws', '\nthrow new Error("no luck");', 'p.mjs cannot be imported: no luck (p.mjs:2:7)'],
  ])('%s is one line that says what is wrong', async (_what, text, message) => {
    expect(await problem(text)).toBe(message);
  });

  it('whose syntax is wrong is told with the place', () => {
    const path = folder({ 'p.mjs': 'export default {\n  decide( {\n};\n', 'q.mjs': 'export {};' });
    const told = (name: string): string =>
      describeImportFailure(new SyntaxError("Unexpected token ';'"), { file: join(path, name), shown: name });
    expect(told('p.mjs')).toBe("p.mjs:3:2 syntax error: Unexpected token ';'");
    // Then it is a file that the module imports.
    expect(told('q.mjs')).toBe("q.mjs syntax error: Unexpected token ';'");
  });

  it('that is not there is answered with the nearest that is', async () => {
    expect(await problem('', './q.mjs')).toBe('there is no module q.mjs; did you mean p.mjs?');
    expect(await problem('', './none/p.mjs')).toBe('there is no module none/p.mjs: no such folder');
    expect(await problem('', './p.txt')).toBe("p.txt: the name of a policy's module ends in .mjs or .js");
    expect(await problem('export default { decide() {} };', './p.mjs(k=1)')).toBe(
      'policy p.mjs has no option k; it has none',
    );
  });
});

describe('a module whose policy fails', () => {
  const run = async (body: string): Promise<string> => {
    const path = folder({ 'p.mjs': `export default {\n  ${body}\n};\n` });
    const policy = await load('./p.mjs', path);
    const jobs = [
      { submit: 3, run: 1, procs: 1 },
      { submit: 9, run: 1, procs: 1 },
    ];
    try {
      startsOf(policy, 2, jobs);
    } catch (cause) {
      expect(cause).toMatchObject({ name: 'InputError' });
      return (cause as Error).message.replaceAll(`${path}/`, '');
    }
    return '';
  };

  it.each([
    [
      'decide(view) { view.queues.first(); }',
      "at 3 s: TypeError: Cannot read properties of undefined (reading 'first') (p.mjs:2:30)",
    ],
    [
      'decide(view, plan) { plan.start(1); }',
      'at 3 s: p decides about row 1, which does not wait, at 3 s (p.mjs:2:29)',
    ],
    ['decide() { throw "no"; }', 'at 3 s: no'],
    ['decide() { throw new Error("a\\nb"); }', 'at 3 s: a b (p.mjs:2:20)'],
    [
      'decide() {}, order: { name: "o", varies: false, score() { return "x"; } }',
      'at 0 s: the score of row 0 is x, not a number',
    ],
    ['decide() {}, order: { name: "o", varies: false, score() { throw new Error("no"); } }', 'at 0 s: no (p.mjs:2:67)'],
  ])('%s', async (body, message) => {
    expect(await run(body)).toBe(message);
  });
});

describe('a scenario with policies of its own', () => {
  const HEAD = 'question: ok?\nworkload: { trace: t.swf }\npolicies:\n';
  const POLICY = 'export default { decide() {} };';

  it('names them relative to itself, wherever it is read from', async () => {
    const path = folder({ 'p.mjs': POLICY });
    mkdirSync(join(path, 'study'));
    const text = `${HEAD}  - ../p.mjs\n  - { policy: ../p.mjs, label: again }\n  - { command: python3 easy.py, timeout: 2min }\n  - { command: [./a b, c], label: d }\n`;
    const { policies } = await parseScenario(text, relative('.', join(path, 'study', 's.yaml')));
    const base = relative('.', join(path, 'study'));
    expect(policies).toEqual([
      { label: 'p', spec: '../p.mjs', folder: base },
      { label: 'again', spec: { policy: '../p.mjs' }, folder: base },
      { label: 'python3 easy.py', spec: { command: 'python3 easy.py', timeout: '2min' }, folder: base },
      { label: 'd', spec: { command: ['./a b', 'c'] }, folder: base },
    ]);
  });

  it('tells everything that is wrong with them, at its place', async () => {
    const path = folder({ 'p.mjs': POLICY, 'bad.mjs': 'export default 5;' });
    const entries = ['./q.mjs', './bad.mjs', 'p.mjs', '{ policy: ./p.mjs, k: 1 }', '{ command: [] }'];
    entries.push(
      '{ command: "a \'b" }',
      '{ command: x, timeout: 10 }',
      '{ command: x, timout: 10s }',
      '{ command: x, label: "" }',
    );
    const text = `${HEAD}${entries.map((entry) => `  - ${entry}\n`).join('')}`;
    const cause: unknown = await parseScenario(text, join(path, 's.yaml')).catch((error: unknown) => error);
    expect((cause as Error).message.replaceAll(`${path}/`, '').split('\n')).toEqual([
      's.yaml:4:5 policies[0]: there is no module q.mjs; did you mean p.mjs?',
      's.yaml:5:5 policies[1]: bad.mjs exports no policy: found number',
      's.yaml:6:5 policies[2]: policy p.mjs: the path of a module begins with ./, ../ or /',
      's.yaml:7:5 policies[3]: policy p.mjs has no option k; it has none',
      's.yaml:8:5 policies[4]: command must be a program and its arguments, as a text or as a list of texts',
      "s.yaml:9:5 policies[5]: command has an open quote: a 'b",
      's.yaml:10:5 policies[6]: timeout is 10; expected a time of at most 24h, such as 500ms, 10s or 2min',
      's.yaml:11:5 policies[7]: unknown key timout beside command; did you mean timeout?',
      's.yaml:12:5 policies[8]: its label must be a text',
    ]);
  });

  it('is planned from a program as from a file', async () => {
    const path = folder();
    writeFileSync(join(path, 'p.mjs'), POLICY);
    expect(await planPolicy('./p.mjs', undefined, path)).toEqual({ label: 'p', spec: './p.mjs', folder: path });
  });
});
