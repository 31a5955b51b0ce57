import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Agenda } from '../../src/executors/threads/agenda.ts';
import { task } from './setting.ts';

const agendaOf = (...groups: string[]): Agenda => new Agenda(groups.map((group, n) => task(n, {}, group)));
const numbers = (agenda: Agenda, ...workers: number[]): (string | undefined)[] =>
  workers.map((worker) => agenda.take(worker)?.name.slice('run '.length));

test('whoever has begun a group goes on with it, and others begin others, the largest first', () => {
  // 0 a, 1 b, 2 b, 3 b, 4 c, 5 c: the first gets b, the second c (two left against one), the third a.
  const agenda = agendaOf('a', 'b', 'b', 'b', 'c', 'c');
  expect(numbers(agenda, 0, 1, 2, 0, 1)).toEqual(['1', '4', '0', '2', '5']);
  // Only 3 of b is left, whoever asks.
  expect(numbers(agenda, 2, 0)).toEqual(['3', undefined]);
});

test('when all groups are begun, the idle help where most is left', () => {
  const agenda = agendaOf('a', 'b', 'b', 'a', 'a', 'b', 'a');
  // a has 4 and b 3; then a 3 left and b 2, so the third worker helps with a, the fourth (2, 2) with the first of them.
  expect(numbers(agenda, 0, 1, 2, 3)).toEqual(['0', '1', '3', '4']);
});

test('a task that was lost comes back, also as the last one', () => {
  const agenda = agendaOf('a');
  const lost = agenda.take(0)!;
  expect([agenda.left, agenda.take(1)]).toEqual([0, undefined]);
  agenda.again(lost);
  expect([agenda.left, agenda.take(1), agenda.left]).toEqual([1, lost, 0]);
});

test('every task is given out exactly once, whoever asks when', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5 })),
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1 }),
      (groups, askers) => {
        const agenda = agendaOf(...groups.map(String));
        const given = groups.map((_, i) => agenda.take(askers[i % askers.length]!)!.key);
        expect(new Set(given).size).toBe(groups.length);
        expect(agenda.take(0)).toBeUndefined();
      },
    ),
  );
});
