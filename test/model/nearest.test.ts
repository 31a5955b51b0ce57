import { expect, test } from 'vitest';
import { suggestion } from '../../src/model/nearest.ts';

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
