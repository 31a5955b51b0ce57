import { Pace } from './pace.ts';
import { progressText, stepText } from './progress-text.ts';
import type { Terminal } from './terminal.ts';

/** A line for people who watch; it is drawn on the terminal's standard error and never into a pipe. */
export interface Progress {
  /** A step that is none of the simulations, such as the reading of a file; how far it is, from 0 to 1, if known. */
  step(what: string, part?: number): void;
  /** Called once, when it is known how many jobs each of how many policies will see. */
  begin(jobs: number, policies: number): void;
  /** The next policy. */
  starting(policy: string): void;
  /** How many of its jobs have ended so far. */
  show(ended: number): void;
  /** Clears the line. */
  end(): void;
}

const SILENT: Progress = { step() {}, begin() {}, starting() {}, show() {}, end() {} };

/** Loads the library that draws only where there is somebody to see it. */
export async function progressOn({ live, now, unicode }: Terminal): Promise<Progress> {
  if (live === undefined) return SILENT;
  const { default: cliProgress } = await import('cli-progress');
  let line = (_columns: number): string => '';
  // The library asks for the line as often as it draws, and clears, hides the cursor and keeps the pace.
  const bar = new cliProgress.SingleBar({
    stream: live,
    format: () => line(live.columns || 80),
    clearOnComplete: true,
    hideCursor: true,
    gracefulExit: false,
  });
  let drawing = false;
  // The first line is drawn at once, before work that may leave no time for drawing.
  const draw = (): void => {
    if (drawing) bar.update(0);
    else bar.start(1, 0);
    drawing = true;
  };
  let pace = new Pace(0, 1, now);
  return {
    step(what, part) {
      line = (columns) => stepText(what, part, columns, unicode);
      draw();
    },
    begin(jobs, policies) {
      pace = new Pace(jobs, policies, now);
      line = (columns) => progressText(pace.standing(), columns, unicode);
    },
    starting: (policy) => pace.starting(policy),
    show(ended) {
      pace.ended(ended);
      draw();
    },
    end() {
      if (drawing) bar.stop();
    },
  };
}

/** Progress of the reading of a file, in the form in which readers report it. */
export const reading =
  (progress: Progress, file: string) =>
  (read: number, total: number): void =>
    progress.step(`reading ${file}`, total > 0 ? read / total : undefined);

/** Shows a progress line while the work goes on, and clears it whatever becomes of the work. */
export async function watched<T>(terminal: Terminal, work: (progress: Progress) => Promise<T>): Promise<T> {
  const progress = await progressOn(terminal);
  try {
    return await work(progress);
  } finally {
    progress.end();
  }
}
