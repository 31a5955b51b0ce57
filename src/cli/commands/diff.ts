import { type Command, command } from '../command.ts';
import { JSON_OUTPUT, QUIET, TRACE_FILES } from '../common-options.ts';

/** `makespan diff A B`: where two runs of the same jobs part, and why. */
export const diffCommand: Command = command({
  name: 'diff',
  summary: 'tell where two runs of the same jobs part, with the reasons of both, and by how much they differ',
  description: [
    'A and B are folders of reports, each with the label of a policy behind a colon where several were run, as in ' +
      'reports/x:easy. Without B, two policies of A are compared. Both runs are simulated again and their decisions ' +
      'recorded; told is the first moment at which one starts a job (or, on nodes, preempts it, or puts it elsewhere) ' +
      'and the other does not, why each does so, and how things stand then. A run whose policy has changed since, or is ' +
      'gone, tells what it did then, without reasons.',
    'With --shrink jobs are left out as long as the runs still part, until no single one can be left out or 4,000 ' +
      'pairs of simulations are done. This works where processors are counted.',
  ],
  positionals: [
    { name: 'A', describe: 'the folder of a report, or FOLDER:LABEL', required: true, complete: 'folders' },
    { name: 'B', describe: 'the same for the other run', complete: 'folders' },
  ],
  options: {
    policy: {
      type: 'string',
      value: 'LABEL',
      array: true,
      describe: 'the policy in both folders, or given twice the two that are compared',
    },
    shrink: { type: 'boolean', describe: 'look for few jobs that still part the two' },
    out: {
      type: 'string',
      value: 'FILE',
      complete: TRACE_FILES,
      describe: 'with --shrink: write these jobs as an SWF trace, gzip if it ends in .gz',
    },
    ...JSON_OUTPUT,
    ...QUIET,
  },
  examples: [
    ['makespan diff reports/sdsc-sp2 --policy easy --policy fcfs', 'see where two policies of a report part'],
    ['makespan diff reports/sdsc-sp2:easy reports/sdsc-sp2:conservative --shrink', 'see it in as few jobs as possible'],
  ],
  see: ['docs/explain.md'],
  async run({ policy: labels, shrink, out, json }, words, terminal) {
    const { diffRun } = await import('../diff-run.ts');
    return diffRun({ words, labels, shrink: shrink === true, out, json: json === true }, terminal);
  },
});
