import type { JobFault } from '../../../model/faults.ts';
import type { Duration } from '../../../model/time.ts';
import { lasts } from '../search.ts';

/** A fault of the job's own, and after how much of the work that is left it comes, ms of run time. */
export interface Ahead extends Pick<JobFault, 'kind' | 'speed' | 'cause'> {
  readonly after: Duration;
}

/** What time of computing brings forth on the nodes of a job. */
export class Pace {
  /** Work that is left when it starts, ms of run time. */
  readonly work: Duration;
  readonly speed: number;
  readonly fault: Ahead | undefined;
  /** Time of computing until its fault; infinite without one. */
  readonly #untilFault: Duration;

  constructor(work: Duration, speed: number, fault: Ahead | undefined) {
    this.work = work;
    this.speed = speed;
    this.fault = fault;
    this.#untilFault = fault === undefined ? Number.POSITIVE_INFINITY : lasts(fault.after, speed);
  }

  /** Time of computing until it ends, crashes or hangs, ms. */
  get until(): Duration {
    const { fault, work, speed } = this;
    if (fault === undefined) return lasts(work, speed);
    if (fault.kind !== 'slow') return this.#untilFault;
    return this.#untilFault + Math.ceil((work - fault.after) / (speed * fault.speed));
  }

  /** Work that is done by then, ms of run time. */
  workAfter(computed: Duration): Duration {
    const { fault, speed, work } = this;
    if (fault?.kind !== 'slow' || computed <= this.#untilFault) return Math.min(Math.floor(computed * speed), work);
    return Math.min(fault.after + Math.floor((computed - this.#untilFault) * speed * fault.speed), work);
  }

  /** How much of the time of computing is due to its being slowed down, ms. */
  slowIn(computed: Duration): Duration {
    const { fault, speed } = this;
    if (fault?.kind !== 'slow' || computed <= this.#untilFault) return 0;
    const since = computed - this.#untilFault;
    return since - Math.min(since, lasts(this.workAfter(computed) - fault.after, speed));
  }
}
