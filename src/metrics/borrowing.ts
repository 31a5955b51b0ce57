import { BorrowingLedger, type Debt, guaranteeClients, type Loan } from '../model/borrowing.ts';
import type { CentreRun } from '../model/centre-run.ts';
import type { JobId } from '../model/jobs.ts';
import type { NodeStatus } from '../model/machine.ts';
import { CORES } from '../model/resources.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Time } from '../model/time.ts';

/** Who lent whom how many cores from when until when, and what was still owed at the end of the run. */
export interface BorrowingHistory {
  readonly loans: readonly Loan[];
  readonly open: readonly Debt[];
}

/**
 * The ledger of guarantees over a run on a machine of nodes, whatever its policy was: what each client held beyond its
 * guarantee, and who left it to it. Found from the stretches in which jobs ran and from the interventions.
 */
export function borrowingHistory(run: FinishedRun & { readonly centre: CentreRun }): BorrowingHistory {
  const { centre, stretches, cores } = run.centre;
  const { groups, nodes } = centre.machine;
  let entities = centre.entities;
  const status: NodeStatus[] = nodes.map((node) => node.status);
  const held = new Float64Array(entities.length);
  const changes: { readonly at: Time; readonly make: () => void }[] = [];
  const change = (job: JobId, at: Time, amount: number): void => {
    const leaf = run.jobs.asks!.entity[job]!;
    const make = (): void => {
      held[leaf]! += amount;
    };
    changes.push({ at, make });
  };
  for (const { job, start, end } of stretches) {
    change(job, start, cores[job]!);
    change(job, end, -cores[job]!);
  }
  for (const one of centre.interventions) {
    if (one.kind === 'guarantee') {
      const { entity, guarantee } = one;
      const make = (): void => {
        entities = entities.map((old, i) => (i === entity ? { ...old, guarantee } : old));
      };
      changes.push({ at: one.at, make });
    } else if (one.kind === 'nodes') {
      const make = (): void => {
        for (const node of one.nodes) status[node] = one.status;
      };
      changes.push({ at: one.at, make });
    }
  }
  changes.sort((a, b) => a.at - b.at);
  const ledger = new BorrowingLedger();
  for (const [i, { at, make }] of changes.entries()) {
    make();
    if (changes[i + 1]?.at === at) continue;
    const clients = guaranteeClients(entities);
    const holds = new Float64Array(entities.length);
    for (const [leaf, amount] of held.entries()) holds[clients[leaf]!]! += amount;
    const capacity = nodes.reduce(
      (sum, { group }, node) => (status[node] === 'online' ? sum + groups[group]!.each[CORES]! : sum),
      0,
    );
    const positions = entities.flatMap(({ guarantee }, client) =>
      clients[client] === client ? [{ client, held: holds[client]!, guarantee }] : [],
    );
    ledger.settle(positions, capacity, at);
  }
  return { loans: ledger.repaid, open: ledger.debts };
}
