import { expect, test } from 'vitest';
import { suggestion, suggestionOfMany } from '../../src/model/nearest.ts';

const KEYS = ['jobs', 'procs', 'load', 'seed-of-model'];

test.each([
  ['laod', '; did you mean load?'],
  ['lod', '; did you mean load?'],
  ['lasd', '; did you mean load?'],
  ['lxyz', '; did you mean load?'],
  ['xyzd', '; expected one of: jobs, procs, load, seed-of-model'],
  ['job', '; did you mean jobs?'],
  ['PROCS', '; did you mean procs?'],
  ['sead-of-modle', '; did you mean seed-of-model?'],
  // Three edits are most of a short name: nobody who means load writes this.
  ['sed', '; expected one of: jobs, procs, load, seed-of-model'],
  ['x', '; expected one of: jobs, procs, load, seed-of-model'],
  ['', '; expected one of: jobs, procs, load, seed-of-model'],
])('%s', (wrong, said) => {
  expect(suggestion(wrong, KEYS)).toBe(said);
});

test('of many names some are listed, and how many more there are', () => {
  const jobs = Array.from({ length: 100 }, (_, i) => `step-${i}`);
  const eight = 'step-0, step-1, step-2, step-3, step-4, step-5, step-6, step-7';
  expect(suggestionOfMany('prepare', jobs)).toBe(`; expected one of: ${eight}, ... and 92 more`);
  expect(suggestionOfMany('prepare', jobs.slice(0, 8))).toBe(`; expected one of: ${eight}`);
  expect(suggestionOfMany('stp-7', jobs)).toBe('; did you mean step-7?');
  expect(suggestion('prepare', jobs)).toMatch(/step-59, \.\.\. and 40 more$/);
});
