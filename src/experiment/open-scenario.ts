import { readFileSync } from 'node:fs';
import { InputError } from '../model/errors.ts';
import { parseScenarioText, type ScenarioDocument } from './document.ts';

/** The text of a scenario file as plain values, with what it takes to say where in it something is wrong. */
export interface OpenScenario extends ScenarioDocument {
  /** As messages call it; its folder is what paths in the scenario are relative to. */
  readonly path: string;
  readonly text: string;
}

/**
 * Reads a scenario file, of which nothing is checked yet but that it is YAML.
 * @throws InputError if the file cannot be read
 * @throws ScenarioError with all syntax errors of the text
 */
export function openScenario(path: string): OpenScenario {
  try {
    return scenarioText(readFileSync(path, 'utf8'), path);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`cannot read the scenario ${path}: ${reason(cause)}`, { cause });
  }
}

/** The same for a text already in memory. @throws ScenarioError with all syntax errors of the text */
export function scenarioText(text: string, path: string): OpenScenario {
  const { value, error } = parseScenarioText(text, path);
  if (value === null) throw error([{ path: [], message: 'the file is empty; see docs/scenarios.md' }]);
  return { value, error, path, text };
}

function reason(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' ? 'no permission' : String(code);
}
