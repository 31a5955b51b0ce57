import { basename } from 'node:path';
import { InputError } from '../../model/errors.ts';
import { prepareWorkload } from '../../workload/prepare.ts';
import { readSwf } from '../../workload/swf-read.ts';
import { type Command, command } from '../command.ts';
import { ledgerText } from '../ledger-text.ts';
import { wholeNumber } from '../numbers.ts';
import { EXIT } from '../terminal.ts';
import { summaryText } from '../trace-text.ts';
import { heed, interruptible } from './trace-interruption.ts';

/** `makespan trace inspect FILE`: what a trace holds, what a run would do to it, and what is odd about it. */
export const inspectCommand: Command = command({
  name: 'inspect',
  summary: 'summarise a trace: load, sizes, daily cycle, ledger, anomalies',
  positional: { name: 'FILE', describe: 'an SWF trace, plain or .gz' },
  options: {
    procs: { type: 'string', requiresArg: true, describe: "processors of the machine, in place of the header's" },
    json: { type: 'boolean', describe: 'print one JSON object and nothing else' },
  },
  examples: [['$0 trace inspect traces/SDSC-SP2-1998-4.2-cln.swf.gz', 'what is in the trace of the main scenario']],
  async run(options, path, terminal) {
    if (path === undefined) throw new InputError('trace inspect needs a FILE');
    const procs = options.procs === undefined ? undefined : wholeNumber('--procs', options.procs);
    return interruptible(terminal, async () => {
      const trace = await readSwf(path, { signal: terminal.signal });
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
    });
  },
});
