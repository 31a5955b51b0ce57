import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFigures } from '../../../src/experiment/claims/claim.ts';
import { parseClaim } from '../../../src/experiment/claims/parse.ts';
import { ClaimError, COMPARATORS, type Node } from '../../../src/experiment/claims/syntax.ts';
import { COLUMNS, FLAGS, STATISTICS, TALLIES } from '../../../src/experiment/claims/vocabulary.ts';
import { METRICS } from '../../../src/metrics/index.ts';
import { print } from './print.ts';

const POLICIES = ['fcfs', 'easy', '4 reservations', 'saf(depth=1)', 'my "own", (odd'].map((label) => ({
  label,
  name: label === '4 reservations' ? 'backfill(depth=4)' : label,
}));

/** The tree without its places. */
const bare = (node: unknown): unknown =>
  JSON.parse(JSON.stringify(node, (key, value) => (key === 'at' || key === 'end' ? undefined : value)));

/** `column: message` of what is wrong with a claim, the column from 1; empty if nothing is. */
function wrong(text: string): string {
  try {
    compileFigures(text, { policies: POLICIES });
    return '';
  } catch (error) {
    if (!(error instanceof ClaimError)) throw error;
    return `${error.at + 1}: ${error.message}`;
  }
}

test('operators bind as in arithmetic, and from the left', () => {
  expect(print(parseClaim('1 - 2 - 3 < (4 + 5) * 6 / (7 * 8)'))).toBe('1 - 2 - 3 < (4 + 5) * 6 / (7 * 8)');
  expect(print(parseClaim('count((jobs or killed) and not (wait>4 h))==0'))).toBe(
    'count((jobs or killed) and not wait > 4h) = 0',
  );
  expect(bare(parseClaim('a - b - c'))).toEqual(bare(parseClaim('(a - b) - c')));
  expect(bare(parseClaim('a - b - c'))).not.toEqual(bare(parseClaim('a - (b - c)')));
});

test.each([
  ['mean_wait(4 reservations) < 1h', '4 reservations'],
  ['mean_wait("4 reservations") < 1h', '4 reservations'],
  ["mean_wait( 'saf(depth=1)' ) < 1h", 'saf(depth=1)'],
  ['mean_wait(saf(depth=1)) < 1h', 'saf(depth=1)'],
  ['p95(wait, saf(depth=1)) < 1h', 'saf(depth=1)'],
  ['p95(wait where procs > (4 + 4), "saf(depth=1)") < 1h', 'saf(depth=1)'],
  ['count(killed, backfill( depth = 4 )) = 0', '4 reservations'],
  [`mean_wait('my "own", (odd') < 1h`, 'my "own", (odd'],
])('%s is about one policy', (text, label) => {
  const { left } = compileFigures(text, { policies: POLICIES });
  expect({ named: left.named, each: left.each }).toEqual({ named: [label], each: false });
});

test.each([
  // Words and places.
  ['', '1: must not be empty'],
  ['p95(wait) <= 4', '14: cannot compare a time with a plain number: give it a unit, such as 4h or 4s'],
  ['4 >= p95(wait)', '1: cannot compare a plain number with a time: give it a unit, such as 4h or 4s'],
  ['mean_wait + 4 < 5h', '13: cannot add a time to a plain number: give it a unit, such as 4h or 4s'],
  ['mean_wait - utilization < 5h', '11: cannot subtract a time and a share'],
  ['mean_wait < utilization', '11: cannot compare a time with a share'],
  ['mean_wait * mean_wait < 4h', '23: cannot compare a time to the power of 2 with a time'],
  ['throughput > 10', '14: cannot compare a rate per time with a plain number: say 10/h'],
  ['utilization > 80', '15: a share lies between 0 and 1: say 80%'],
  ['share(wait > 4) < 5%', '14: cannot compare a time with a plain number: give it a unit, such as 4h or 4s'],
  ['mean_wait < 4 hours', "15: unknown unit 'hours'; expected one of: s, min, h, d, %"],
  ['mean_wiat < 4h', "1: unknown figure 'mean_wiat'; did you mean mean_wait?"],
  ['meen(wait) < 4h', "1: unknown figure 'meen'; did you mean mean?"],
  [
    'frobnicate < 4h',
    "1: unknown figure 'frobnicate'; expected a metric, such as mean_wait, or one of: mean, median, min, max, sum, count, share, p1 to p99 (see docs/claims.md)",
  ],
  ['p95(wiat) < 4h', "5: unknown property of a job 'wiat'; did you mean wait?"],
  ['p0(wait) < 4h', "1: unknown figure 'p0'; did you mean p50?"],
  ['p95(wait where proc > 4) < 4h', "16: unknown property of a job 'proc'; did you mean procs?"],
  ['p95(wait where length = shrt) < 4h', "25: unknown length 'shrt'; did you mean short?"],
  ['p95(wait where size > narrow) < 4h', '21: size can only be compared by = and !='],
  ['p95(wait where size = 4) < 4h', '23: size is one of: sequential, narrow, wide, very wide'],
  ['p95(size) < 4h', '5: size is no number: compare it by = or != with one of: sequential, narrow, wide, very wide'],
  ['mean_wait(esay) < 3h', "11: the scenario has no policy 'esay'; did you mean easy?"],
  [
    'mean_wait(wait) < 3h',
    `11: the scenario has no policy 'wait'; mean_wait takes a policy, not a column; expected one of: ${POLICIES.map(({ label }) => label).join(', ')}`,
  ],
  ['mean(easy) < 3h', '6: a policy comes after a comma, as in mean(wait, easy)'],
  ['p95(wait, ) < 3h', '9: expected a policy after the comma'],
  ['wait < 4h', '1: wait is a figure of each job; say which one of all, as in p95(wait) or mean(wait)'],
  ['killed = 0', '1: killed is a property of each job; count them, as in count(killed)'],
  ['p95 < 4h', '1: p95 needs what it is of, as in p95(wait)'],
  ['p95 wait <= 4h', '1: p95 needs brackets: p95(wait)'],
  ['4h >= p95 wait', '7: p95 needs brackets: p95(wait)'],
  ['count = 4', '1: count needs a condition, as in count(wait > 4h)'],
  [
    'share(jobs where wait <= 4h) >= 95%',
    '7: the share of jobs among jobs is always 100%: say which of them, as in share(wait <= 4h)',
  ],
  ['count(wait) > 3', '7: expected a condition on each job, such as wait > 4h'],
  ['p95(killed) > 3', '5: expected a figure of each job, such as wait, found a condition; count jobs with count(...)'],
  ['p95(mean_wait) > 3', '5: mean_wait is a figure of a whole run, and here one of each job is expected'],
  ['p95(mean(wait)) > 3', '5: mean(...) is a figure of a whole run, and here one of each job is expected'],
  ['mean_wait < "4h"', '13: expected a figure or a number, found a text'],
  ['count("easy") = 1', '7: a text stands only on the right of size or length, after = or !='],
  ['not mean_wait < 4h', '19: expected a comparison: <, <=, >, >=, = or != and what to compare with'],
  ['(mean_wait < 4h) + 1 > 2', '12: expected a figure; conditions by < belong into count(...) or behind where'],
  ['-(not jobs) < 1', '3: expected a figure or a number; not belongs into count(...) or behind where'],
  // Claims that are none, or more than one.
  ['mean_wait', '10: expected a comparison: <, <=, >, >=, = or != and what to compare with'],
  ['mean_wait <', '12: expected a figure or a number, found the end'],
  ['< 4h', "1: expected a figure or a number, found '<'"],
  ['1h < mean_wait < 2h', '16: a claim has one comparison; write two claims'],
  ['mean_wait < 4h and max_wait < 5h', '16: a claim is one comparison; write a claim for each'],
  ['1h < 2h', '1: compares two numbers, so it says nothing of the run'],
  ['mean_wait < 4h 5', "16: expected an operator or the end, found '5'"],
  // Signs.
  ['mean_wait < 3h; drop', "15: ';' means nothing here"],
  ['mean_wait(easy < 3h', '10: this bracket is never closed'],
  ['p95(wait where procs > 4', '4: this bracket is never closed'],
  ['p95(wait wait) < 4h', "10: expected an operator or ), found 'wait'"],
  ['mean_wait("easy) < 3h', '11: this quotation mark is never closed'],
  ['mean_wait("easy" 3) < 3h', "18: expected ) after the policy's name"],
  ['count(size = "wide) < 3', '14: this quotation mark is never closed'],
  ['mean_wait < 1e999s', '13: this number is too large'],
  // What is not there yet, and what must never be reached.
  ['count(late) = 0', '7: this workload has no deadlines'],
  ['late = 0', '1: this workload has no deadlines'],
  [
    'mean_wait(__proto__) < 3h',
    `11: the scenario has no policy '__proto__'; expected one of: ${POLICIES.map(({ label }) => label).join(', ')}`,
  ],
  ['1 constructor < mean_wait', "3: unknown unit 'constructor'; expected one of: s, min, h, d, %"],
])('%j', (text, expected) => {
  expect(wrong(text)).toBe(expected);
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])(
  '%s is a name like any other',
  (name) => {
    expect(wrong(`${name} < 4`)).toMatch(/^1: unknown figure/);
    expect(wrong(`${name}(easy) < 4`)).toMatch(/^1: unknown figure/);
    expect(wrong(`p95(${name}) < 4h`)).toMatch(/^5: unknown property/);
  },
);

test('two labels of one policy must be told apart', () => {
  const twice = ['a', 'b'].map((label) => ({ label, name: 'easy' }));
  expect(() => compileFigures('mean_wait(easy) < 4h', { policies: twice })).toThrow(
    "'easy' may be 'a' and 'b': name one of them by its label",
  );
  expect(compileFigures('mean_wait(b) < 4h', { policies: twice }).left.named).toEqual(['b']);
});

test('neither depth nor length is without end', () => {
  expect(wrong(`${'('.repeat(60)}mean_wait${')'.repeat(60)} < 4h`)).toMatch(/nested more than 50 deep$/);
  expect(wrong(`${'-'.repeat(60)}mean_wait < 4h`)).toMatch(/nested more than 50 deep$/);
  expect(wrong(`count(${'not '.repeat(60)}jobs) = 0`)).toMatch(/nested more than 50 deep$/);
  expect(wrong(`mean_wait < 4h${' '.repeat(1000)}`)).toBe('1001: a claim has at most 1000 characters, found 1014');
});

const WORDS = [
  ...METRICS.map(({ name }) => name),
  ...[...COLUMNS, ...FLAGS, ...STATISTICS].map(({ name }) => name),
  ...TALLIES,
  ...COMPARATORS,
  ...['p95', 'late', 'size', 'length', 'narrow', '"very wide"', 'where', 'and', 'or', 'not', 'easy', 'saf(depth=1)'],
  ...['+', '-', '*', '/', '(', ')', ',', '4', '1.5h', '80%', '2 d', '7s', ' ', 'constructor', '"', "'", '\n'],
];

test('any text is a claim, or wrong at a place in it', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(' ')),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        compileFigures(text, { policies: POLICIES });
      } catch (error) {
        expect(error).toBeInstanceOf(ClaimError);
        const { at, message } = error as ClaimError;
        expect(message).not.toMatch(/undefined|NaN|\[object/);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 1000 },
  );
});

const name = fc.constantFrom('wait', 'mean_wait', 'procs', 'h', 'nothing_known');
const leaf = fc.oneof(
  fc.record({
    kind: fc.constant('number' as const),
    value: fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e12, noNaN: true }).map(Math.abs)),
    unit: fc.constantFrom(undefined, 's', 'min', 'h', 'd', '%'),
  }),
  fc.record({ kind: fc.constant('text' as const), value: fc.constantFrom('very wide', '', "it's") }),
  fc.record({ kind: fc.constant('name' as const), name }),
);
const policy = fc.option(fc.record({ name: fc.constantFrom('easy', 'saf(depth=1)', '4 reservations') }), {
  nil: undefined,
});
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.record({ kind: fc.constantFrom('negative', 'not'), of: tie('tree') }),
    fc.record({
      kind: fc.constant('binary'),
      operator: fc.constantFrom(...COMPARATORS, '+', '-', '*', '/', 'and', 'or'),
      left: tie('tree'),
      right: tie('tree'),
    }),
    fc.record({
      kind: fc.constant('call'),
      name: fc.constantFrom('p95', 'count', 'p99.9'),
      of: tie('tree'),
      where: fc.option(tie('tree'), { nil: undefined }),
      policy,
    }),
    fc.record({ kind: fc.constant('call'), name: fc.constantFrom('mean_wait', 'frob'), policy }),
  ),
}));

test('what is printed is read back as the same tree', () => {
  fc.assert(
    fc.property(tree, (drawn) => {
      const text = print(drawn as Node);
      fc.pre(text.length <= 1000);
      expect(bare(parseClaim(text))).toEqual(bare(drawn));
    }),
    { numRuns: 1000 },
  );
});
