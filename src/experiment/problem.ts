import { InputError } from '../model/errors.ts';

/** The keys and list places that lead from the top of a scenario to a value. */
export type Path = readonly PropertyKey[];

/** Something wrong in a scenario. */
export interface Problem {
  readonly path: Path;
  readonly message: string;
  /** Set where the key itself is at fault rather than its value. */
  readonly atKey?: boolean;
  /** Characters before the word at fault, where the value is a text and a part of it is wrong. */
  readonly offset?: number;
}

/** A place in a text, both numbers from 1. */
export interface Place {
  readonly line: number;
  readonly col: number;
}

/** Nobody mends more mistakes at once, and the first of them are mostly the cause of the others. */
const MOST_LINES = 20;

/** Everything that is wrong with one scenario file; one line each, in the order of the file. */
export class ScenarioError extends InputError {
  readonly lines: readonly string[];
  /** What they say; none of a file that is no YAML. */
  readonly problems: readonly Problem[];

  /** @param all what is wrong; what a file that is no scenario at all could be told of is cut */
  constructor(all: readonly string[], problems: readonly Problem[] = []) {
    const more = all.length - MOST_LINES;
    const lines = more > 0 ? [...all.slice(0, MOST_LINES), `... and ${more} more`] : all;
    super(lines.join('\n'));
    this.lines = lines;
    this.problems = problems;
  }
}

/** `policies[2].depth`, as people write it. */
function pathText(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text === '' ? 'scenario' : text;
}

/** Sorts the problems by place and words each as `file:line:column path: what is wrong`. */
export function scenarioError(
  file: string,
  problems: readonly Problem[],
  locate: (problem: Problem) => Place,
): ScenarioError {
  const placed = problems.map((problem) => ({ problem, ...locate(problem) }));
  placed.sort((a, b) => a.line - b.line || a.col - b.col);
  return new ScenarioError(
    placed.map(({ problem, line, col }) => `${file}:${line}:${col} ${pathText(problem.path)}: ${problem.message}`),
    problems,
  );
}
