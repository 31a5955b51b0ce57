import type { Progress } from './progress.ts';

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
    const left = made < FIRST_WORD ? undefined : ((now() - begun) / made) * (total - done);
    const kept = reused > 0 ? `, ${reused} kept from before` : '';
    progress.step(
      `run ${done} of ${total}${kept}${left === undefined ? '' : `, ${timeText(left)} left`}`,
      done / total,
    );
  };
}

function timeText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
