import type { Entity } from './centre.ts';
import type { Time } from './time.ts';

/** Cores that one client owes another, since when. Clients are indices into `Centre.entities`. */
export interface Debt {
  readonly borrower: number;
  readonly lender: number;
  readonly cores: number;
  readonly since: Time;
}

/** A debt, or a part of one, that has been paid back. */
export interface Loan extends Debt {
  readonly until: Time;
}

/** What a client holds and what it is guaranteed, in cores. */
export interface Position {
  readonly client: number;
  readonly held: number;
  readonly guarantee: number;
}

/**
 * By entity: whose guarantee covers it. That is the highest of itself and its ancestors that has one, and the entity at
 * the top if none has.
 */
export function guaranteeClients(entities: readonly Pick<Entity, 'parent' | 'guarantee'>[]): Int32Array {
  const clients = Int32Array.from(entities, (_, entity) => entity);
  for (const [i, { parent, guarantee }] of entities.entries()) {
    if (parent < 0) continue;
    const above = clients[parent]!;
    if (guarantee === 0 || entities[above]!.guarantee > 0) clients[i] = above;
  }
  return clients;
}

/** Who owes whom how many cores since when. What is lent is owed, so that all balances together are zero. */
export class BorrowingLedger {
  /** In the order in which they were made. */
  #debts: readonly Debt[] = [];
  readonly #repaid: Loan[] = [];

  get debts(): readonly Debt[] {
    return this.#debts;
  }

  /** What was owed and has been paid back, in the order of payment. */
  get repaid(): readonly Loan[] {
    return this.#repaid;
  }

  /** @throws Error unless a positive number of cores goes from one client to another */
  borrow(borrower: number, lender: number, cores: number, at: Time): void {
    if (!(cores > 0) || borrower === lender) throw new Error(`${borrower} cannot borrow ${cores} cores of ${lender}`);
    this.#debts = [...this.#debts, { borrower, lender, cores, since: at }];
  }

  /**
   * Pays back, the latest debts first.
   * @throws Error if less is owed
   */
  repay(borrower: number, lender: number, cores: number, at: Time): void {
    if (cores > this.owed(borrower, lender)) throw new Error(`${borrower} does not owe ${lender} ${cores} cores`);
    this.#reduce(cores, at, (debt) => debt.borrower === borrower && debt.lender === lender);
  }

  /** Cores that a client owes, to one lender or in all. */
  owed(borrower: number, lender?: number): number {
    return this.#sum((debt) => debt.borrower === borrower && (lender === undefined || debt.lender === lender));
  }

  /** Cores that a client has lent, in all. */
  lent(lender: number): number {
    return this.#sum((debt) => debt.lender === lender);
  }

  /** What a client has lent less what it owes, in cores. */
  balance(client: number): number {
    return this.lent(client) - this.owed(client);
  }

  /**
   * Brings the ledger in line with what the clients hold now. Who holds more than its guarantee does so first from the
   * cores that are guaranteed to nobody; the rest is owed to those who hold less than theirs. Debts stay for as long as
   * both sides allow it, and the latest are paid back first. New ones are made in the order of the clients, each with
   * whoever has most left to lend.
   * @param capacity cores of the machine
   */
  settle(positions: readonly Position[], capacity: number, at: Time): void {
    const excess = new Map(positions.map(({ client, held, guarantee }) => [client, Math.max(0, held - guarantee)]));
    const unused = new Map(positions.map(({ client, held, guarantee }) => [client, Math.max(0, guarantee - held)]));
    const common = Math.max(0, capacity - total(positions.map(({ guarantee }) => guarantee)));
    const due = Math.min(Math.max(0, total([...excess.values()]) - common), total([...unused.values()]));
    const clients = new Set(this.#debts.flatMap(({ borrower, lender }) => [borrower, lender]));
    // Lenders first: whom they have back is certain, while a borrower that holds less may pay back anybody.
    for (const client of clients)
      this.#reduce(this.lent(client) - (unused.get(client) ?? 0), at, ({ lender }) => lender === client);
    for (const client of clients)
      this.#reduce(this.owed(client) - (excess.get(client) ?? 0), at, ({ borrower }) => borrower === client);
    let open = due - this.#sum(() => true);
    this.#reduce(-open, at, () => true);
    for (const { client } of positions) {
      let more = Math.min(open, excess.get(client)! - this.owed(client));
      open -= Math.max(0, more);
      while (more > 0) {
        const [lender, most] = this.#best(unused);
        const cores = Math.min(more, most);
        this.borrow(client, lender, cores, at);
        more -= cores;
      }
    }
  }

  /** Who has most left to lend, and how much. */
  #best(unused: ReadonlyMap<number, number>): [lender: number, cores: number] {
    let best: [number, number] = [-1, 0];
    for (const [client, cores] of unused) {
      const left = cores - this.lent(client);
      if (left > best[1]) best = [client, left];
    }
    return best;
  }

  /** Takes so many cores off the debts that are meant, from the latest on. */
  #reduce(cores: number, at: Time, meant: (debt: Debt) => boolean): void {
    let left = cores;
    if (left <= 0) return;
    const kept: Debt[] = [];
    for (const debt of [...this.#debts].reverse()) {
      const paid = meant(debt) ? Math.min(left, debt.cores) : 0;
      left -= paid;
      // What is paid back in the instant in which it was borrowed was never owed.
      if (paid > 0 && at > debt.since) this.#repaid.push({ ...debt, cores: paid, until: at });
      if (debt.cores > paid) kept.unshift({ ...debt, cores: debt.cores - paid });
    }
    this.#debts = kept;
  }

  #sum(meant: (debt: Debt) => boolean): number {
    return total(this.#debts.map((debt) => (meant(debt) ? debt.cores : 0)));
  }
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
