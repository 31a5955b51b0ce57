import { type Command, command } from '../command.ts';
import { JSON_OUTPUT, QUIET, SCENARIO_FILES } from '../common-options.ts';
import { EXIT } from '../terminal.ts';

/** `makespan bench SCENARIO`: how long its policies take, and whether longer than they did. */
export const benchCommand: Command = command({
  name: 'bench',
  summary: 'time the policies of a scenario, and compare with a baseline so that it can gate on a shared machine',
  description: [
    'Simulates each policy again and again, in several processes one after the other. Before and after each of its ' +
      'timings a calibration is timed, a small simulation of a fixed amount, and what counts is the ratio of their processor ' +
      'times: what slows the whole machine down cancels. Every run must make the same schedule.',
    'With --baseline, an interval of the factor between then and now decides: slower or faster if all of it lies beyond ' +
      'the margin, same within margin if all of it lies within, else there is not enough evidence. There is none either, ' +
      'and that is said, if the machine had too much other work. The confidence is 95 % for all policies together.',
    'Of a study (replications, axes) the plain comparison at its centre is timed, the first point with the workload as it ' +
      'is: its other runs take the same code, and to time them all would take long and say little more.',
  ],
  positionals: [{ name: 'SCENARIO', describe: 'a scenario file', required: true, complete: SCENARIO_FILES }],
  options: {
    save: {
      type: 'string',
      value: 'FILE',
      complete: { files: ['.json'] },
      describe: 'keep the times as a baseline',
    },
    baseline: { type: 'string', value: 'FILE', complete: { files: ['.json'] }, describe: 'compare with these times' },
    margin: {
      type: 'string',
      value: 'PERCENT',
      describe: 'with --baseline: by how much a time may differ: 10% unless given',
    },
    samples: {
      type: 'string',
      value: 'N',
      describe: 'samples of each policy, each from a process of its own, from 5 to 100: 10 unless given',
    },
    policy: { type: 'string', value: 'LABEL', array: true, describe: 'time only this policy' },
    ...JSON_OUTPUT,
    ...QUIET,
  },
  examples: [
    ['makespan bench scenarios/lublin-load.yaml --save speed.json', 'keep how long the policies take'],
    ['makespan bench scenarios/lublin-load.yaml --baseline speed.json', 'see whether they take longer now'],
  ],
  exits: [
    [EXIT.unmet, 'a policy is slower than the baseline by more than the margin'],
    [EXIT.wrongInput, 'wrong input, or a baseline of another scenario, of other schedules, or damaged'],
  ],
  see: ['docs/how-to-ci.md'],
  async run({ save, baseline, margin, samples, policy, json }, [scenario], terminal) {
    const { bench } = await import('../bench-run.ts');
    const given = { scenario: scenario!, save, baseline, margin, samples, labels: policy, json: json === true };
    return bench(given, terminal);
  },
});
