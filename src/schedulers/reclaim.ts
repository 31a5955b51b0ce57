import type { BorrowingLedger } from '../model/borrowing.ts';
import type { CentreView } from '../model/centre-view.ts';
import type { JobId } from '../model/jobs.ts';
import { CORES } from '../model/resources.ts';
import type { ClusterView, Plan } from '../model/scheduler.ts';
import { type Duration, toSeconds } from '../model/time.ts';
import { wakeAtProtectionEnd } from './protection.ts';
import { onlyNeeded, younger } from './victims.ts';

/** How things stand between the clients while a decision is made. */
export interface Standings {
  readonly view: ClusterView;
  readonly centre: CentreView;
  readonly plan: Plan;
  readonly ledger: BorrowingLedger;
  /** Index into the entities of whoever's guarantee covers the job. */
  clientOf(job: JobId): number;
}

/**
 * Preempts as many jobs of borrowers as it takes for a job within its guarantee to fit, and none if all of them would
 * not do; then it asks again when the next of them is no longer protected.
 * @param claimed cores that this job and those before it are entitled to and still wait for
 * @param grace how long victims may go on after they have been told, ms
 */
export function takeBack(standings: Standings, job: JobId, claimed: number, grace: Duration): void {
  const { view, centre, plan } = standings;
  const cores = (one: JobId): number => centre.demand(one)[CORES]!;
  const running = view.running();
  const leaving = running.filter((one) => !Number.isNaN(centre.leavingAt(one)));
  const staying = running.filter((one) => Number.isNaN(centre.leavingAt(one)));
  const enough = (victims: readonly JobId[]): boolean => {
    const gone = [...leaving, ...victims];
    const room = gone.reduce((sum, one) => sum + cores(one), view.free);
    return claimed <= room && centre.fitsWithout(job, gone);
  };
  if (enough([])) return;
  const beyond = centre.entities.map(({ guarantee }) => -guarantee);
  for (const one of staying) beyond[standings.clientOf(one)]! += cores(one);
  const victims: JobId[] = [];
  for (const one of borrowersJobs(standings, standings.clientOf(job), staying)) {
    const client = standings.clientOf(one);
    if (!(beyond[client]! > 0 && centre.preemptible(one))) continue;
    victims.push(one);
    beyond[client]! -= cores(one);
    if (enough(victims)) break;
  }
  if (!enough(victims)) {
    wakeAtProtectionEnd(view, plan, staying);
    return;
  }
  // Some were taken before it was known that others would do.
  for (const one of onlyNeeded(victims, victims, enough)) stop(standings, one, job, grace);
}

/** Whether a job within its guarantee would fit now if all jobs were gone of the other clients that hold more than theirs. */
export function waitsForBorrowers({ view, centre, clientOf }: Standings, job: JobId): boolean {
  const running = view.running();
  const beyond = centre.entities.map(({ guarantee }) => -guarantee);
  for (const one of running) beyond[clientOf(one)]! += centre.demand(one)[CORES]!;
  const borrowers = running.filter((one) => clientOf(one) !== clientOf(job) && beyond[clientOf(one)]! > 0);
  return centre.fitsWithout(job, borrowers);
}

/** Running jobs of the other clients: of those who owe the lender first, then the youngest. */
function borrowersJobs({ centre, ledger, clientOf }: Standings, lender: number, staying: readonly JobId[]): JobId[] {
  const debtor = (job: JobId): number => (ledger.owed(clientOf(job), lender) > 0 ? 0 : 1);
  return staying
    .filter((job) => clientOf(job) !== lender)
    .sort((a, b) => debtor(a) - debtor(b) || younger(centre, a, b));
}

function stop({ view, centre, plan, ledger, clientOf }: Standings, victim: JobId, job: JobId, grace: Duration): void {
  const { preempted } = centre.centre.qos[view.jobs.asks!.qos[victim]!]!;
  if (preempted === 'never') return;
  const [lender, borrower] = [clientOf(job), clientOf(victim)];
  const debt = ledger.debts.find((one) => one.lender === lender && one.borrower === borrower);
  const owes = debt === undefined ? 'holds more than its guarantee' : `owes it since ${toSeconds(debt.since)} s`;
  const { name } = centre.entities[lender]!;
  const why = `${name} takes back its guarantee: ${centre.entities[borrower]!.name} ${owes}`;
  plan.preempt(victim, { mode: preempted, for: job, grace, why });
}
