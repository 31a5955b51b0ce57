import type { Random } from '../kernel/random.ts';
import type { Alarm } from '../model/faults.ts';
import type { Machine, NodeId } from '../model/machine.ts';
import type { Duration, Time } from '../model/time.ts';
import { type Law, normalCdf } from './laws/law.ts';
import type { Stage } from './source.ts';

/** Something that is measured on each node, and rises before the node fails. */
export interface HealthSignal {
  /** From one sample to the next. */
  readonly every: Duration;
  /** The mean of a node that is well. */
  readonly normal: number;
  /** Standard deviation of the Gaussian noise that is added to the mean, independent in each sample. */
  readonly noise: number;
  /** The mean at the moment of a failure, above `normal`. */
  readonly failing: number;
  /** How long before a failure the mean begins to rise, evenly. */
  readonly lead: Law;
  /** Above `normal`. */
  readonly threshold: number;
  /** How many samples in a row must be above the threshold for an alarm, at least 1. */
  readonly samples: number;
  /** How long an alarm holds after the moment that it has said. */
  readonly holds: Duration;
}

/** Samples above the threshold that are drawn at once, so that nothing is drawn for long after the end of a run. */
const AHEAD = 64;

/**
 * Raises an alarm whenever the last samples of a node are all above the threshold and no other alarm of it holds: k
 * samples of a node that is well are so with probability P(Z > (threshold - normal) / noise)^k. It expects the failure
 * when the rise, if it is one of mean length, comes to its end. Only on which side of the threshold a sample lies is drawn,
 * from the stream `detection/signal-NODE`; how many come before the next that is above, while the node is well, by
 * the geometric law.
 *
 * @returns what is told of a node that works from now on, and when it fails; nodes of which nothing is told never do
 */
export function watching(machine: Machine, signal: HealthSignal, stage: Stage): (node: NodeId, at: Time) => void {
  const streams = new Map<NodeId, Random>();
  const watch = (node: NodeId, at: Time): void => {
    const random = streams.get(node) ?? stage.streams.stream(`detection/signal-${machine.nodes[node]!.name}`);
    streams.set(node, random);
    new Watch(node, at, signal, stage, random).goOn();
  };
  stage.plan(0, () => {
    for (const node of machine.nodes.keys())
      if (!streams.has(node as NodeId)) watch(node as NodeId, Number.POSITIVE_INFINITY);
  });
  return watch;
}

/** The samples of a node from the moment at which it works until it fails. */
class Watch {
  readonly #node: NodeId;
  /** When it fails; infinite for never. */
  readonly #fails: Time;
  readonly #signal: HealthSignal;
  readonly #stage: Stage;
  readonly #random: Random;
  /** When the mean begins to rise. */
  readonly #rises: Time;
  /** How likely a sample of a node that is well is above the threshold. */
  readonly #above: number;
  /** When the next sample is taken, and how many before it were above the threshold in a row. */
  #next: Time;
  #inRow = 0;
  /** Until when the last alarm holds. */
  #held: Time = Number.NEGATIVE_INFINITY;

  constructor(node: NodeId, fails: Time, signal: HealthSignal, stage: Stage, random: Random) {
    this.#node = node;
    this.#fails = fails;
    this.#signal = signal;
    this.#stage = stage;
    this.#random = random;
    const lead = signal.lead.draw(random);
    this.#rises = fails - lead;
    this.#above = this.#chance(signal.normal);
    this.#next = stage.now + Math.floor(random() * signal.every);
  }

  /** Draws samples up to the next alarm, or as many as should be drawn at once. */
  goOn(): void {
    for (let left = AHEAD; left > 0; left -= 1) {
      const isAbove = this.#take();
      const at = this.#next;
      if (at >= this.#fails) return;
      this.#inRow = isAbove ? this.#inRow + 1 : 0;
      this.#next += this.#signal.every;
      if (this.#inRow < this.#signal.samples || at < this.#held) continue;
      this.#raise(at);
      return;
    }
    this.#stage.plan(this.#next - this.#signal.every, () => this.goOn());
  }

  /** Goes on to the next sample, past those below the threshold while the node is well; says whether it is above. */
  #take(): boolean {
    if (this.#inRow === 0 && this.#next < this.#rises) {
      const { every } = this.#signal;
      const untilRise = Math.ceil((this.#rises - this.#next) / every);
      this.#next += Math.min(belowBefore(this.#above, this.#random), untilRise) * every;
      if (this.#next < this.#rises) return true;
    }
    return this.#random() < this.#chance(this.#meanAt(this.#next));
  }

  #raise(from: Time): void {
    const { normal, failing, threshold, lead, holds } = this.#signal;
    const left = Math.max(0, (failing - threshold) / (failing - normal));
    const expected = from + Math.max(1, Math.round(left * lead.mean));
    const until = expected + holds;
    this.#held = until;
    const alarm: Alarm = { kind: 'alarm', from, node: this.#node, expected, until, justified: this.#fails < until };
    this.#stage.plan(from, () => {
      this.#stage.emit(alarm);
      this.goOn();
    });
  }

  #meanAt(at: Time): number {
    const { normal, failing } = this.#signal;
    if (at <= this.#rises) return normal;
    return normal + ((failing - normal) * (at - this.#rises)) / (this.#fails - this.#rises);
  }

  /** How likely a sample with this mean is above the threshold. */
  #chance(mean: number): number {
    return normalCdf((mean - this.#signal.threshold) / this.#signal.noise);
  }
}

/** How many samples are below the threshold before the next that is above with this probability. */
const belowBefore = (probability: number, random: Random): number =>
  probability > 0 ? Math.floor(Math.log1p(-random()) / Math.log1p(-probability)) : Number.POSITIVE_INFINITY;
