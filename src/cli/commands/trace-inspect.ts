import { basename } from 'node:path';
import { prepareWorkload } from '../../workload/prepare.ts';
import { readSwf } from '../../workload/swf-read.ts';
import { type Command, command } from '../command.ts';
import { JSON_OUTPUT, QUIET, TRACE_FILES } from '../common-options.ts';
import { heed } from '../heed.ts';
import { ledgerText } from '../ledger-text.ts';
import { wholeNumber } from '../numbers.ts';
import { reading, watched } from '../progress.ts';
import { EXIT } from '../terminal.ts';
import { summaryText } from '../trace-text.ts';

/** `makespan trace inspect FILE`: what a trace holds, what a run would do to it, and what is odd about it. */
export const inspectCommand: Command = command({
  name: 'inspect',
  summary: 'summarise a trace: load, sizes, daily cycle, ledger, anomalies',
  description: [
    'Shows what a trace holds, what a run would drop or edit, and what is odd about it, such as flurries of one user. ' +
      'Sizes and times are those of the records as they stand in the file; the ledger is that of a run.',
  ],
  positionals: [{ name: 'FILE', describe: 'an SWF trace, plain or gzip', required: true, complete: TRACE_FILES }],
  options: {
    procs: { type: 'string', value: 'N', describe: "processors of the machine, in place of the header's" },
    ...JSON_OUTPUT,
    ...QUIET,
  },
  examples: [
    ['makespan trace inspect traces/SDSC-SP2-1998-4.2-cln.swf.gz', 'see what is in the trace of the main scenario'],
    ['makespan trace inspect week.swf.gz --procs 64 --json', 'get the same for a program, for a machine of 64'],
  ],
  see: ['docs/workloads.md'],
  async run(options, words, terminal) {
    const path = words[0]!;
    const procs = options.procs === undefined ? undefined : wholeNumber('--procs', options.procs);
    const trace = await watched(terminal, (progress) =>
      readSwf(path, { signal: terminal.signal, onProgress: reading(progress, basename(path)) }),
    );
    const workload = prepareWorkload(basename(path), trace, { procs, overrun: 'kill', estimate: 'requested' });
    const { inspectTrace } = await import('../../workload/inspect.ts');
    const summary = inspectTrace(trace, workload);
    await heed(terminal.signal);
    if (options.json) {
      terminal.out(`${JSON.stringify({ ...summary, ledger: workload.ledger }, null, 2)}\n`);
    } else {
      terminal.out(`${ledgerText(workload, terminal)}\n${summaryText(summary, terminal)}`);
    }
    return EXIT.done;
  },
});
