import { replayedAsStored } from '../experiment/stored-replay.ts';
import type { ReportInput } from '../report/report.ts';
import { watched } from './progress.ts';
import type { RunTables } from './run-tables.ts';
import { replayOf } from './stored-run.ts';
import type { Terminal } from './terminal.ts';

/**
 * Writes the tables of a stored run. What was decided is not stored, so every policy is simulated again.
 * @throws InputError for a run that cannot be simulated again or comes out otherwise than stored; an error named
 *   AbortError if the signal fired
 */
export async function storedTables(
  stored: ReportInput,
  folder: string,
  tables: RunTables,
  terminal: Terminal,
): Promise<void> {
  const { signal } = terminal;
  const replays = stored.runs.map((one) => [one, replayOf(stored, one, folder)] as const);
  try {
    await watched(terminal, async (progress) => {
      for (const [{ label, run }, replay] of replays) {
        progress.step(`simulating ${label} again`);
        const again = await replayedAsStored(replay, [tables.observer(label, run.jobs)], signal);
        tables.finish({ label, run: { ...again, ...(run.fairStart && { fairStart: run.fairStart }) } });
      }
    });
  } finally {
    tables.discard();
  }
}
