import { POLICIES, type PolicyEntry } from '../registry.ts';

const NAME = '[A-Za-z][\\w-]*';
const MODULE = String.raw`^\s*(\.{1,2}/|/).*\.m?js\s*(\(.*\))?\s*$`;

const LABEL = { type: 'string', pattern: '\\S', description: 'What tables and files call it; unique in the scenario.' };

/** Policies of one's own, whose options only they know. */
const OWN: readonly object[] = [
  { type: 'string', pattern: MODULE, description: 'A policy of your own: a module, relative to this file.' },
  {
    type: 'object',
    description: 'A policy of your own: a module, relative to this file, with its options.',
    properties: { policy: { type: 'string', pattern: MODULE, description: 'The path of the module.' }, label: LABEL },
    required: ['policy'],
  },
  {
    type: 'object',
    description: 'A policy of your own: a program that reads states and writes decisions as JSON lines.',
    properties: {
      command: {
        description: 'How the program is started, in the folder of this file: a text, or a list of words.',
        anyOf: [
          { type: 'string', pattern: '\\S' },
          { type: 'array', items: { type: 'string' }, minItems: 1 },
        ],
      },
      timeout: {
        type: 'string',
        pattern: String.raw`^\s*\d+(\.\d+)?\s*(ms|s|min|h)\s*$`,
        description: 'How long an answer may take, such as 500ms or 10s.',
      },
      label: LABEL,
    },
    required: ['command'],
    additionalProperties: false,
  },
];

/** One entry of `policies` as JSON Schema, for editors: names, calls with options, and maps, from the registry. */
export function policyJsonSchema(): Record<string, unknown> {
  const names = POLICIES.map(({ name }) => name.replaceAll('+', String.raw`\+`));
  return {
    description: "A policy's name, alone or with options, or a map with the key policy.",
    anyOf: [
      ...POLICIES.map(({ name, summary }) => ({ const: name, description: summary })),
      {
        type: 'string',
        pattern: String.raw`^\s*(${names.join('|')})\s*\([^()]*\)\s*$`,
        description: 'A policy with its options, such as backfill(depth=4).',
      },
      ...POLICIES.map((entry) => map({ const: entry.name }, optionsOf(entry), entry.summary)),
      ...OWN,
    ],
  };
}

const map = (policy: object, options: object, description: string): object => ({
  type: 'object',
  description,
  properties: {
    policy: { ...policy, description: 'The name of the policy.' },
    label: LABEL,
    ...options,
  },
  required: ['policy'],
  additionalProperties: false,
});

const optionsOf = ({ options }: PolicyEntry): object =>
  Object.fromEntries(
    options.map(({ name, values, meaning, default: byDefault }) => [
      name,
      { description: `${meaning} (${values}; default ${byDefault})`, ...valueSchema(values) },
    ]),
  );

/**
 * What an option's `values`, written for people, allow: words between bars stand for themselves, `0, 1 ...` for whole
 * numbers from the first one on. For anything else the editor has no opinion, and the policy itself decides.
 */
function valueSchema(values: string): object {
  const parts = values.split(' | ');
  const words = parts.filter((part) => new RegExp(`^${NAME}$`).test(part));
  // To YAML these two words are no texts.
  const written = words.flatMap((word) => (word === 'true' || word === 'false' ? [word, word === 'true'] : [word]));
  const first = parts.map((part) => /^(\d+),.*\.\.\.$/.exec(part)?.[1]).find((found) => found !== undefined);
  if (words.length + (first === undefined ? 0 : 1) < parts.length) return {};
  if (first === undefined) return { enum: written };
  const numbers = { type: 'integer', minimum: Number(first) };
  return words.length === 0 ? numbers : { anyOf: [{ enum: written }, numbers] };
}
