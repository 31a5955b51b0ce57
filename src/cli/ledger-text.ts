import type { Workload } from '../model/workload.ts';
import { styles } from './style.ts';
import type { Terminal } from './terminal.ts';

/** What was read, and each rule by which records were dropped, edited or noted, with the first lines concerned. */
export function ledgerText({ name, jobs, procs, skipped, malformed, ledger }: Workload, terminal: Terminal): string {
  const { bold, dim } = styles(terminal);
  const lines = [
    `${bold(name)}: ${jobs.length} jobs on ${procs} processors; ${skipped} records skipped, ${malformed} lines malformed`,
  ];
  for (const { effect, count, rule, meaning, lines: first } of ledger) {
    const where = first.length < count ? `lines ${first.join(', ')}, ...` : `lines ${first.join(', ')}`;
    lines.push(`  ${String(count).padStart(8)} ${effect.padEnd(7)} ${rule}: ${meaning} ${dim(`(${where})`)}`);
  }
  return `${lines.join('\n')}\n`;
}
