import type { IncidentRecord, MoveRecord } from '../../../model/fault-run.ts';
import type { JobId } from '../../../model/jobs.ts';
import type { Duration } from '../../../model/time.ts';
import type { Restored } from './chains.ts';
import type { JobsHost } from './jobs-host.ts';
import type { Shelf } from './shelf.ts';

/** Jobs that have been stopped and are to run again: what stopped them, and from where they go on when they do. */
export class Restarts {
  readonly #shelf: Shelf;
  readonly #host: Pick<JobsHost, 'now' | 'tell' | 'setBack'>;
  /** What has stopped the jobs. */
  readonly #pending = new Map<JobId, IncidentRecord | MoveRecord>();

  constructor(shelf: Shelf, host: Pick<JobsHost, 'now' | 'tell' | 'setBack'>) {
    this.#shelf = shelf;
    this.#host = host;
  }

  stopped(job: JobId, by: IncidentRecord | MoveRecord): void {
    this.#pending.set(job, by);
  }

  /** The job waits again. */
  queued(job: JobId): void {
    const by = this.#pending.get(job);
    if (by !== undefined && 'queued' in by) by.queued = this.#host.now;
  }

  /** The job runs again. */
  runsAgain(job: JobId): void {
    const by = this.#pending.get(job);
    if (by !== undefined) by.again = this.#host.now;
  }

  /** The job has begun to read: what, and from where it goes on by that. Until now nodes may have failed that had it. */
  begins(job: JobId): Restored {
    this.setBack(job);
    this.#pending.delete(job);
    const restored = this.#shelf.begins(job);
    const { from, unreadable } = restored;
    if (from !== undefined || unreadable.length > 0)
      this.#host.tell({
        kind: 'restore',
        job,
        checkpoint: from?.number ?? 0,
        ...(from && { level: from.level.name, taken: from.at }),
        unreadable: unreadable.map(({ number }) => number),
      });
    return restored;
  }

  /** Looks whether what the waiting job was to go on from is still there, and if not, what is; says whether it is not. */
  setBack(job: JobId): boolean {
    const found = this.#shelf.lookAgain(job);
    if (found === undefined) return false;
    const { kept, lost } = this.#shelf.fallBack(job, found.now);
    this.#charge(job, found.now, lost);
    this.#host.setBack(job, kept);
    const checkpoint = found.now.from?.number ?? 0;
    this.#host.tell({ kind: 'setback', job, lost: found.before.number, checkpoint, kept });
    return true;
  }

  /** What is lost while a job waits is lost by what has stopped it. */
  #charge(job: JobId, { from, unreadable }: Restored, lost: Duration): void {
    const by = this.#pending.get(job);
    if (by === undefined || !('queued' in by)) return;
    by.lost += lost;
    by.checkpoint = from?.number ?? 0;
    by.unreadable = unreadable.map(({ number }) => number);
  }
}
