import { BorrowingLedger, type Debt, type Loan } from '../model/borrowing.ts';
import { eachHolding, type RunOnNodes } from './holdings.ts';

/** Who lent whom how many cores from when until when, and what was still owed at the end of the run. */
export interface BorrowingHistory {
  readonly loans: readonly Loan[];
  readonly open: readonly Debt[];
}

/**
 * The ledger of guarantees over a run on a machine of nodes, whatever its policy was: what each client held beyond its
 * guarantee, and who left it to it. Found from the stretches in which jobs ran and from the interventions.
 */
export function borrowingHistory(run: RunOnNodes): BorrowingHistory {
  const ledger = new BorrowingLedger();
  eachHolding(run, ({ at, entities, clients, held, capacity }) => {
    const positions = entities.flatMap(({ guarantee }, client) =>
      clients[client] === client ? [{ client, held: held[client]!, guarantee }] : [],
    );
    ledger.settle(positions, capacity, at);
  });
  return { loans: ledger.repaid, open: ledger.debts };
}
