import { type Command, command } from '../command.ts';
import { EXIT } from '../terminal.ts';

/** `makespan schema`: what editors complete and check scenarios with. */
export const schemaCommand: Command = command({
  name: 'schema',
  summary: 'print the JSON Schema of scenario files, for editors',
  description: [
    'An editor that knows the schema completes the keys, the policies and their options, the metrics and the rules, ' +
      'explains each where the cursor stands, and marks what is wrong. makespan init sets it up for a new scenario; ' +
      'for an old one, write the schema into a file and name that file in the first line of the scenario: ' +
      '# yaml-language-server: $schema=./scenario.schema.json',
  ],
  options: {},
  examples: [['makespan schema', 'print the schema of this version']],
  see: ['docs/scenarios.md'],
  async run(_options, _words, terminal) {
    const { scenarioJsonSchema } = await import('../../experiment/json-schema.ts');
    terminal.out(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
    return EXIT.done;
  },
});
