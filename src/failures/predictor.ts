import type { Random } from '../kernel/random.ts';
import type { Alarm } from '../model/faults.ts';
import type { Machine, NodeId } from '../model/machine.ts';
import type { Duration, Time } from '../model/time.ts';
import type { Law } from './laws/law.ts';
import type { Stage } from './source.ts';

/** Says of nodes that they will fail, of themselves or as recorded. */
export interface Predictor {
  /** What part of all alarms is justified, more than 0. */
  readonly precision: number;
  /** What part of failures is announced. */
  readonly recall: number;
  /** How long before. */
  readonly lead: Law;
  /** How long an alarm holds after the moment that it has said, at least 1 ms. */
  readonly holds: Duration;
}

/**
 * A predictor of stated quality. Each failure is announced with probability `recall`, at the earliest when the node
 * begins to work. False alarms come at random while it works, in number geometric with mean recall (1 - precision) /
 * precision per failure, so that `precision` is the expected part of the others. None is so late that the node
 * fails while it holds; those that have no room in one time of work are left for the next.
 */
export function predicting(
  machine: Machine,
  { precision, recall, lead, holds }: Predictor,
  stage: Stage,
): (node: NodeId, at: Time, comes: boolean) => void {
  const mean = (recall * (1 - precision)) / precision;
  const states = machine.nodes.map(({ name }): State => ({ name, random: undefined, owed: 0 }));
  return (node, at, comes) => {
    const state = states[node]!;
    state.random ??= stage.streams.stream(`detection/predictor-${state.name}`);
    const { random } = state;
    const since = stage.now;
    const raise = (from: Time, expected: Time, justified: boolean): void => {
      const alarm: Alarm = { kind: 'alarm', from, node, expected, until: expected + holds, justified };
      stage.plan(from, () => stage.emit(alarm));
    };
    const announced = random() < recall;
    const from = Math.max(since, at - lead.draw(random));
    if (announced && comes) raise(from, at, true);
    state.owed += geometric(mean, random);
    for (let left = state.owed; left > 0; left -= 1) {
      const ahead = lead.draw(random);
      const room = at - ahead - holds - since;
      const moment = since + Math.floor(random() * room);
      if (room <= 0) continue;
      raise(moment, moment + ahead, false);
      state.owed -= 1;
    }
  };
}

interface State {
  readonly name: string;
  random: Random | undefined;
  owed: number;
}

/** How many failures of trials come before a success, so many on average. */
const geometric = (mean: number, random: Random): number =>
  Math.floor(Math.log1p(-random()) / Math.log(mean / (1 + mean)));
