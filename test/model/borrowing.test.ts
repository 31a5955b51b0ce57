import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BorrowingLedger, guaranteeClients } from '../../src/model/borrowing.ts';

describe('BorrowingLedger', () => {
  it('knows who owes whom how many cores since when, and pays the latest debts back first', () => {
    const ledger = new BorrowingLedger();
    ledger.borrow(1, 0, 5, 10);
    ledger.borrow(1, 0, 2, 20);
    ledger.borrow(2, 0, 1, 30);
    expect([ledger.owed(1), ledger.owed(1, 0), ledger.owed(1, 2), ledger.lent(0)]).toEqual([7, 7, 0, 8]);
    expect([0, 1, 2].map((client) => ledger.balance(client))).toEqual([8, -7, -1]);
    ledger.repay(1, 0, 3, 40);
    expect(ledger.debts).toEqual([
      { borrower: 1, lender: 0, cores: 4, since: 10 },
      { borrower: 2, lender: 0, cores: 1, since: 30 },
    ]);
    expect(ledger.repaid).toEqual([
      { borrower: 1, lender: 0, cores: 2, since: 20, until: 40 },
      { borrower: 1, lender: 0, cores: 1, since: 10, until: 40 },
    ]);
  });

  it('refuses to pay back more than is owed, to borrow nothing, and to borrow of oneself', () => {
    const ledger = new BorrowingLedger();
    expect(() => ledger.repay(1, 0, 1, 0)).toThrow('1 does not owe 0 1 cores');
    expect(() => ledger.borrow(1, 0, 0, 0)).toThrow('1 cannot borrow 0 cores of 0');
    expect(() => ledger.borrow(1, 1, 2, 0)).toThrow('1 cannot borrow 2 cores of 1');
  });

  it('keeps a debt for as long as its lender lends and its borrower borrows, whoever else is paid back', () => {
    // Of 8 cores 0 is guaranteed 2, 1 is guaranteed 4 and 2 one. 0 holds all, one of them from nobody, and owes 1 and 2.
    const ledger = new BorrowingLedger();
    const settle = (held: readonly number[], at: number): void =>
      ledger.settle(
        [2, 4, 1].map((guarantee, client) => ({ client, held: held[client]!, guarantee })),
        8,
        at,
      );
    settle([8, 0, 0], 0);
    // 1 takes its 4 back: 0 holds 4, of which 2 are its own, one is from nobody, and one is still that of 2.
    settle([4, 4, 0], 30);
    expect(ledger.debts).toEqual([{ borrower: 0, lender: 2, cores: 1, since: 0 }]);
    expect(ledger.repaid).toEqual([{ borrower: 0, lender: 1, cores: 4, since: 0, until: 30 }]);
  });

  it('law: settled, all balances sum to zero, nobody owes more than it holds beyond its guarantee, nobody lends twice', () => {
    const any = fc.array(
      fc.array(fc.record({ held: fc.nat(9), guarantee: fc.nat(9) }), { minLength: 4, maxLength: 4 }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(any, fc.nat(12), (steps, spare) => {
        const ledger = new BorrowingLedger();
        for (const [at, step] of steps.entries()) {
          const positions = step.map((one, i) => ({ client: i, ...one }));
          // Nobody holds what the machine does not have.
          const capacity = Math.max(
            positions.reduce((sum, { held }) => sum + held, 0),
            positions.reduce((sum, { guarantee }) => sum + guarantee, 0) + spare - 6,
          );
          ledger.settle(positions, capacity, at);
          expect(positions.reduce((sum, { client }) => sum + ledger.balance(client), 0)).toBe(0);
          for (const { client, held, guarantee } of positions) {
            expect(ledger.owed(client)).toBeLessThanOrEqual(Math.max(0, held - guarantee));
            expect(ledger.lent(client)).toBeLessThanOrEqual(Math.max(0, guarantee - held));
          }
        }
      }),
    );
  });
});

describe('guaranteeClients', () => {
  it('finds whose guarantee covers each: the highest that has one, else the top', () => {
    const of = (parent: number, guarantee: number) => ({ parent, guarantee });
    // 0 (8): 1 (2) and 2; 3 (none): 4 (3): 5; 3: 6.
    const entities = [of(-1, 8), of(0, 2), of(0, 0), of(-1, 0), of(3, 3), of(4, 0), of(3, 0)];
    expect([...guaranteeClients(entities)]).toEqual([0, 0, 0, 3, 4, 4, 3]);
  });
});
