import { DEFAULT_TIMEOUT, readTimeout } from '../../own/command-spec.ts';
import type { Check } from '../../own/conformance/conformance.ts';
import { POLICIES } from '../../registry.ts';
import { type Command, command } from '../command.ts';
import { JSON_OUTPUT } from '../common-options.ts';
import { styles } from '../style.ts';
import { EXIT, type Terminal } from '../terminal.ts';

/** `makespan conformance -- COMMAND`: whether a program speaks the protocol and decides what can be. */
export const conformanceCommand: Command = command({
  name: 'conformance',
  summary: 'try a policy that is a program: protocol, invariants, published cases',
  description: [
    'Runs the program on the cases of scenarios/conformance/cases.json and on random workloads, which are the same for everybody, ' +
      'and checks that it speaks the protocol, that every job starts and that every schedule can be. With --as it must ' +
      'also equal a built-in policy, job for job. One line for each check; a failure shows the first difference and the ' +
      'message that led to it.',
  ],
  usage: ['[OPTION ...] -- PROGRAM [ARGUMENT ...]'],
  positionals: [
    { name: 'PROGRAM', describe: 'the program and its arguments, after --', required: true },
    { name: 'ARGUMENT', describe: 'what the program is called with', many: true },
  ],
  options: {
    as: {
      type: 'string',
      value: 'NAME',
      complete: POLICIES.map(({ name }) => name),
      describe: 'the built-in policy that it is to equal, such as easy',
    },
    timeout: { type: 'string', value: 'TIME', describe: 'how long it may take to answer: 10s unless given' },
    ...JSON_OUTPUT,
  },
  examples: [['makespan conformance --as easy -- python3 scenarios/policies/easy.py', 'try the example in Python']],
  exits: [[EXIT.unmet, 'a check failed']],
  see: ['docs/external-policies.md'],
  async run({ as, timeout, json }, words, terminal) {
    const checks: Check[] = [];
    const options = {
      words,
      folder: '.',
      timeout: timeout === undefined ? DEFAULT_TIMEOUT : readTimeout(timeout),
      as,
      signal: terminal.signal,
    };
    try {
      // The kit is loaded only here: no other command should wait for it.
      const { conformance } = await import('../../own/conformance/conformance.ts');
      for await (const check of conformance(options)) {
        checks.push(check);
        if (json !== true) terminal.out(line(check, terminal));
      }
    } catch (failure) {
      if (!terminal.signal.aborted) throw failure;
      terminal.err('makespan: interrupted\n');
      return EXIT.interrupted;
    }
    const failed = checks.filter(({ failure }) => failure !== undefined).length;
    if (json === true) terminal.out(`${JSON.stringify({ checks, passed: checks.length - failed, failed }, null, 2)}\n`);
    else terminal.out(`${checks.length - failed} passed, ${failed} failed\n`);
    return failed === 0 ? EXIT.done : EXIT.unmet;
  },
});

function line({ name, failure }: Check, terminal: Terminal): string {
  const { green, red } = styles(terminal);
  return failure === undefined ? `${green('ok')}    ${name}\n` : `${red('FAIL')}  ${name}: ${failure}\n`;
}
