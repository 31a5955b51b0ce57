import type { Progress } from './progress.ts';
import { timeLeft } from './progress-text.ts';

/** Runs after which the time left is worth a word. */
const FIRST_WORD = 3;

/** Shows how many runs of a study are done and how long the rest may take; those that were kept took no time. */
export function studyProgress(
  progress: Progress,
  now: () => number,
): (done: number, total: number, reused: number) => void {
  let begun = now();
  return (done, total, reused) => {
    if (done === 0) begun = now();
    const made = done - reused;
    const left = made < FIRST_WORD ? undefined : ((now() - begun) / made / 1000) * (total - done);
    const kept = reused > 0 ? `, ${reused} kept from before` : '';
    progress.step(
      `run ${done} of ${total}${kept}${left === undefined ? '' : `, ${timeLeft(left)} left`}`,
      done / total,
    );
  };
}
