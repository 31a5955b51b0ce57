import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { type Place, type Problem, ScenarioError, scenarioError } from './problem.ts';

/** More aliases than any scenario needs and fewer than an exponential expansion takes. */
const MAX_ALIASES = 100;

/** A YAML text as plain values, with the way back from a value to its place in the file. */
export interface ScenarioDocument {
  readonly value: unknown;
  /** The error that names every problem with its place. */
  error(problems: readonly Problem[]): ScenarioError;
}

/**
 * Parses one YAML document. Each key may stand once, and warnings of the parser count as errors.
 * @throws ScenarioError with all syntax errors of the text
 */
export function parseScenarioText(text: string, file: string): ScenarioDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    const placed = faults.map((fault) => {
      const { line, col } = lines.linePos(fault.pos[0]);
      return `${file}:${line}:${col} yaml: ${syntaxMessage(fault.code, fault.message)}`;
    });
    throw new ScenarioError(placed);
  }
  const reserved = reservedKeys(document).map((at) => {
    const { line, col } = lines.linePos(at);
    return `${file}:${line}:${col} yaml: __proto__ is no name that anything can have`;
  });
  if (reserved.length > 0) throw new ScenarioError(reserved);
  const locate = (problem: Problem): Place => place(document, lines, text, problem);
  const error = (problems: readonly Problem[]): ScenarioError => scenarioError(file, problems, locate);
  try {
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }), error };
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    const tooMany = cause.message.startsWith('Excessive alias count');
    throw error([{ path: [], message: tooMany ? `its aliases expand more than ${MAX_ALIASES} times` : cause.message }]);
  }
}

/** Where keys stand that no object of JavaScript has as its own, so that what is under them would be lost. */
function reservedKeys(document: Document.Parsed): number[] {
  const found: number[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && key.value === '__proto__') found.push(start(key) ?? 0);
    },
  });
  return found;
}

function syntaxMessage(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key is given twice';
  if (code === 'MULTIPLE_DOCS') return 'a scenario is one YAML document, and here a second one begins';
  return message.split('\n')[0]!.trim();
}

/** Where the value at `path` begins, or its key; a missing value is reported at the nearest thing around it. */
function place(document: Document.Parsed, lines: LineCounter, text: string, problem: Problem): Place {
  const { path, atKey = false } = problem;
  let node: unknown = document.contents;
  let offset = start(node) ?? 0;
  for (const [depth, part] of path.entries()) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part)) : null;
    const child: unknown = isSeq(node) ? node.items[Number(part)] : pair?.value;
    const last = depth === path.length - 1;
    const at = (last && atKey ? start(pair?.key) : start(child)) ?? start(pair?.key);
    if (at === undefined) break;
    offset = at;
    node = child;
  }
  const { line, col } = lines.linePos(offset + within(node, offset, text, problem.offset));
  return { line: Math.max(line, 1), col: Math.max(col, 1) };
}

/**
 * How far into the source of a scalar the character of its value is. Where the source up to it is not the value as it
 * stands (escapes, folded lines), nothing tells, and the scalar itself is the place.
 */
function within(node: unknown, from: number, text: string, offset: number | undefined): number {
  if (offset === undefined || !isScalar(node) || typeof node.value !== 'string') return 0;
  const quote = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 1 : 0;
  return text.startsWith(node.value.slice(0, offset), from + quote) ? offset + quote : 0;
}

function start(node: unknown): number | undefined {
  return isNode(node) ? ((node as Node).range?.[0] ?? undefined) : undefined;
}
