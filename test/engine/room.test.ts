import { describe, expect, it } from 'vitest';
import { Room } from '../../src/engine/room.ts';

const limits = (room: Room, durations: number[]): number[] => durations.map((duration) => room.limit(duration));

describe('Room', () => {
  it('has room for nobody at first', () => {
    expect(new Room().limit(1)).toBe(0);
  });

  it('admits whatever fits where nothing is reserved', () => {
    const room = new Room();
    room.setFree(7);
    expect(limits(room, [0, 1, 1e15])).toEqual([7, 7, 7]);
  });

  it('admits up to the shadow time, that instant included, what is free, and beyond it what is spare', () => {
    const room = new Room();
    room.setShadow(7, 100, 3);
    expect(limits(room, [1, 99, 100, 101, 1e15])).toEqual([7, 7, 7, 3, 3]);
  });

  it('never admits more than is free, however much will be spare', () => {
    const room = new Room();
    room.setShadow(2, 100, 50);
    expect(limits(room, [100, 101])).toEqual([2, 2]);
  });

  it('is a staircase of any length, whose left-over steps of earlier measurements do not count', () => {
    const room = new Room();
    for (const [step, [until, width]] of [
      [10, 9],
      [20, 5],
      [30, 4],
      [Number.POSITIVE_INFINITY, 1],
    ].entries())
      room.setStep(step, until!, width!);
    expect(limits(room, [10, 11, 20, 21, 30, 31])).toEqual([9, 5, 5, 4, 4, 1]);
    room.setFree(6);
    expect(limits(room, [10, 25, 1e15])).toEqual([6, 6, 6]);
  });
});
