import type { Workload } from '../model/workload.ts';
import { wrap } from '../report/wrap.ts';
import { counted } from './numbers.ts';
import { styles } from './style.ts';
import type { Terminal } from './terminal.ts';

/** Below this width the lines that continue a rule begin near the left edge rather than below its name. */
const NARROW = 72;

/** What was read, and each rule by which records were dropped, edited or noted, with the first lines concerned. */
export function ledgerText({ name, jobs, procs, skipped, malformed, ledger }: Workload, terminal: Terminal): string {
  const { bold, dim } = styles(terminal);
  const { columns } = terminal;
  const read = `${counted(jobs.length, 'job')} on ${counted(procs, 'processor')}; ${counted(skipped, 'record')} skipped, ${counted(malformed, 'line')} malformed`;
  const [first = '', ...more] = wrap(`${name}: ${read}`, columns, '  ');
  const lines = [first.startsWith(name) ? bold(name) + first.slice(name.length) : first, ...more];
  for (const { effect, count, rule, meaning, lines: concerned } of ledger) {
    const where = `(${count === 1 ? 'line' : 'lines'} ${concerned.join(', ')}${concerned.length < count ? ', ...' : ''})`;
    const words = concerned.length === 0 ? [] : where.split(' ').map(dim);
    const text = [`${rule}: ${meaning}`, ...words].join(' ');
    if (columns < NARROW) lines.push(...wrap(`  ${count} ${effect} ${text}`, columns, '    '));
    else {
      const lead = `${String(count).padStart(10)} ${effect.padEnd(7)} `;
      const [head = '', ...tail] = wrap(text, columns - lead.length);
      lines.push(lead + head, ...tail.map((line) => ' '.repeat(lead.length) + line));
    }
  }
  return `${lines.join('\n')}\n`;
}
