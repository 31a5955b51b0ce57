import type { Terminal } from './terminal.ts';

/** A bar for people who watch; it is drawn on the terminal's standard error and never into a pipe. */
export interface Progress {
  /** Called once, when it is known how many jobs will end in all. */
  begin(total: number): void;
  /** How many jobs have ended so far, in all policies, and which policy is being simulated. */
  show(ended: number, policy: string): void;
  /** Clears the bar. */
  end(): void;
}

const SILENT: Progress = { begin() {}, show() {}, end() {} };

/** Loads the library of the bar only where there is somebody to see it. */
export async function progressOn({ live }: Terminal): Promise<Progress> {
  if (live === undefined) return SILENT;
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    stream: live,
    format: '{bar} {percentage}%  {policy}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    clearOnComplete: true,
    hideCursor: true,
    gracefulExit: false,
  });
  return {
    begin: (total) => bar.start(Math.max(total, 1), 0, { policy: '' }),
    show: (ended, policy) => bar.update(ended, { policy }),
    end: () => bar.stop(),
  };
}
