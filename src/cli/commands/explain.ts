import { type Command, command } from '../command.ts';
import { JSON_OUTPUT, QUIET } from '../common-options.ts';

/** `makespan explain RUN JOB`: why a job waited, and what would have let it start earlier. */
export const explainCommand: Command = command({
  name: 'explain',
  summary: 'tell why a job waited: by which rule, for whom, and what would have let it start earlier',
  description: [
    'RUN is the folder of a report. JOB is the label of a job in its trace, or row:N for the job in row N of the ' +
      'order of arrival, counted from 0, where a label is not unique; on a machine of nodes also its name. The policy is simulated again and every ' +
      'decision recorded; what is told follows from that record.',
    'With one policy, or where --policy names some, the whole life of the job under each is told; else one line per ' +
      'policy. Whether something else would have let the job start earlier is found out by simulating it, at most 8 ' +
      'times for each of: another job taken away, a smaller estimate, fewer processors; on a machine of nodes also ' +
      'without a limit, a window or a dependency, with nodes online, and on other nodes.',
  ],
  positionals: [
    { name: 'RUN', describe: 'the folder of a report, which makespan run wrote', required: true, complete: 'folders' },
    { name: 'JOB', describe: 'the label of a job in the trace, or row:N', required: true },
  ],
  options: {
    policy: {
      type: 'string',
      value: 'LABEL',
      array: true,
      describe: 'tell the whole life under this policy of the run',
    },
    ...JSON_OUTPUT,
    ...QUIET,
  },
  examples: [
    ['makespan explain reports/sdsc-sp2 1500', 'see in a line per policy why job 1500 waited'],
    ['makespan explain reports/sdsc-sp2 1500 --policy easy', 'see its whole life under easy'],
  ],
  see: ['docs/explain.md'],
  async run({ policy: labels, json }, [folder, name], terminal) {
    const { explainRun } = await import('../explain-run.ts');
    return explainRun({ folder: folder!, name: name!, labels, json: json === true }, terminal);
  },
});
