import { expect, test } from 'vitest';
import { columnsOf, speaksUnicode, wantsColors } from '../../src/cli/terminal.ts';

test('colours are for terminals, NO_COLOR turns them off and FORCE_COLOR on', () => {
  expect(wantsColors({}, true)).toBe(true);
  expect(wantsColors({}, false)).toBe(false);
  expect(wantsColors({ NO_COLOR: '1' }, true)).toBe(false);
  expect(wantsColors({ NO_COLOR: '' }, true)).toBe(true);
  expect(wantsColors({ TERM: 'dumb' }, true)).toBe(false);
  expect(wantsColors({ FORCE_COLOR: '1' }, false)).toBe(true);
  expect(wantsColors({ FORCE_COLOR: '0' }, true)).toBe(false);
  expect(wantsColors({ FORCE_COLOR: '' }, false)).toBe(false);
  expect(wantsColors({ FORCE_COLOR: '1', NO_COLOR: '1' }, true)).toBe(false);
});

test('block characters are for terminals that name no other character set', () => {
  expect(speaksUnicode({})).toBe(true);
  expect(speaksUnicode({ LANG: 'de_DE.UTF-8' })).toBe(true);
  expect(speaksUnicode({ LANG: 'C.utf8' })).toBe(true);
  expect(speaksUnicode({ LANG: 'C' })).toBe(false);
  expect(speaksUnicode({ LC_ALL: 'C', LANG: 'de_DE.UTF-8' })).toBe(false);
  expect(speaksUnicode({ LC_ALL: '', LC_CTYPE: 'en_US.UTF-8', LANG: 'C' })).toBe(true);
  expect(speaksUnicode({ LANG: 'de_DE.UTF-8', TERM: 'dumb' })).toBe(false);
});

test('the width is that of the terminal, else of COLUMNS, else enough for a table', () => {
  expect(columnsOf({ COLUMNS: '50' }, 90)).toBe(90);
  expect(columnsOf({ COLUMNS: '50' }, undefined)).toBe(50);
  expect(columnsOf({}, undefined)).toBe(160);
  expect(columnsOf({ COLUMNS: 'wide' }, undefined)).toBe(160);
  // A terminal that reports no width says 0; one that reports a few columns gets lines that it breaks itself.
  expect(columnsOf({}, 0)).toBe(160);
  expect(columnsOf({}, 5)).toBe(20);
});
