import { Lexer, type Token } from './lexer.ts';
import { type BinaryOperator, ClaimError, COMPARATORS, type Comparator, isBound, type Node } from './syntax.ts';
import { isOverJobs } from './vocabulary.ts';

/** More than any claim that people can read, and little enough for a stack. */
const LONGEST = 1000;
const DEEPEST = 50;

/** Names that name nothing. */
const KEYWORDS: readonly string[] = ['and', 'or', 'not', 'where'];

/**
 * Reads a claim as a tree. What the names in it mean is not looked at, except that a call of a statistic holds an
 * expression and any other call the name of a policy.
 * @throws ClaimError
 */
export function parseClaim(text: string): Node {
  if (text.length > LONGEST)
    throw new ClaimError(`a claim has at most ${LONGEST} characters, found ${text.length}`, LONGEST);
  return new Parser(text).claim();
}

/** Each level of precedence is one method, the loosest first; all operators of a level group from the left. */
class Parser {
  readonly #lexer: Lexer;
  #depth = 0;

  constructor(text: string) {
    this.#lexer = new Lexer(text);
  }

  claim(): Node {
    const node = this.#expression();
    const rest = this.#lexer.peek();
    if (rest.kind === 'end') return node;
    if (isComparator(rest)) throw new ClaimError('a claim has one comparison; write two claims', rest.at);
    throw new ClaimError(`expected an operator or the end, found ${shown(rest)}`, rest.at);
  }

  #expression(): Node {
    this.#depth += 1;
    if (this.#depth > DEEPEST)
      throw new ClaimError(`brackets are nested more than ${DEEPEST} deep`, this.#lexer.peek().at);
    const node = this.#chain(['or'], () => this.#chain(['and'], () => this.#negation()));
    this.#depth -= 1;
    return node;
  }

  /** `a - b - c`, with what is tighter between. */
  #chain(operators: readonly BinaryOperator[], operand: () => Node): Node {
    let left = operand();
    for (let token = this.#lexer.peek(); isOneOf(token, operators); token = this.#lexer.peek()) {
      this.#lexer.next();
      const right = operand();
      left = { kind: 'binary', operator: token.text as BinaryOperator, left, right, at: token.at };
    }
    return left;
  }

  #negation(): Node {
    const token = this.#lexer.peek();
    if (token.kind !== 'name' || token.text !== 'not') return this.#comparison();
    this.#lexer.next();
    return { kind: 'not', of: this.#nested(() => this.#negation()), at: token.at };
  }

  /** A comparison of comparisons means nothing, so there is no chain of them. */
  #comparison(): Node {
    const left = this.#sum();
    const token = this.#lexer.peek();
    if (!isComparator(token)) return left;
    this.#lexer.next();
    const right = this.#sum();
    return { kind: 'binary', operator: token.text as Comparator, left, right, at: token.at };
  }

  #sum(): Node {
    return this.#chain(['+', '-'], () => this.#chain(['*', '/'], () => this.#factor()));
  }

  #factor(): Node {
    const token = this.#lexer.next();
    const { at } = token;
    if (token.kind === 'number') return { kind: 'number', value: token.value!, unit: token.unit, at };
    if (token.kind === 'text') return { kind: 'text', value: token.text, at };
    if (token.kind === 'name' && !KEYWORDS.includes(token.text)) return this.#named(token);
    if (isOneOf(token, ['-'])) {
      return { kind: 'negative', of: this.#nested(() => this.#factor()), at };
    }
    if (!isOneOf(token, ['('])) throw new ClaimError(`expected a figure or a number, found ${shown(token)}`, at);
    const inner = this.#expression();
    this.#close(at);
    return inner;
  }

  /** What a name stands for, at a point if one is said. */
  #named(token: Token): Node {
    const node = this.#figure(token);
    const open = this.#lexer.peek();
    if (!isOneOf(open, ['['])) return node;
    const pins = this.#lexer.pins();
    if (node.kind === 'call') return { ...node, pins };
    const { text: name, at, end } = token;
    return { kind: 'call', name, of: undefined, where: undefined, policy: undefined, at, end, pins };
  }

  #figure({ text: name, at }: Token): Node {
    const open = this.#lexer.peek();
    if (!isOneOf(open, ['('])) {
      if (isOverJobs(name) && open.kind === 'name' && !KEYWORDS.includes(open.text))
        throw new ClaimError(`${name} needs brackets: ${name}(${open.text})`, at);
      return { kind: 'name', name, at };
    }
    this.#lexer.next();
    if (isBound(name)) {
      const of = this.#expression();
      return { kind: 'call', name, of, where: undefined, policy: undefined, at, end: this.#close(open.at) };
    }
    if (!isOverJobs(name)) {
      return { kind: 'call', name, of: undefined, where: undefined, at, ...this.#lexer.policyAndClose(open.at) };
    }
    const of = this.#expression();
    const where = this.#where();
    const comma = this.#lexer.peek();
    if (!isOneOf(comma, [',']))
      return { kind: 'call', name, of, where, policy: undefined, at, end: this.#close(open.at) };
    this.#lexer.next();
    const closed = this.#lexer.policyAndClose(open.at);
    if (closed.policy === undefined) throw new ClaimError('expected a policy after the comma', comma.at);
    return { kind: 'call', name, of, where, at, ...closed };
  }

  #where(): Node | undefined {
    const token = this.#lexer.peek();
    if (token.kind !== 'name' || token.text !== 'where') return undefined;
    this.#lexer.next();
    return this.#expression();
  }

  /** @returns where the bracket ends */
  #close(open: number): number {
    const token = this.#lexer.next();
    if (isOneOf(token, [')'])) return token.end;
    if (token.kind === 'end') throw new ClaimError('this bracket is never closed', open);
    throw new ClaimError(`expected an operator or ), found ${shown(token)}`, token.at);
  }

  #nested(operand: () => Node): Node {
    this.#depth += 1;
    if (this.#depth > DEEPEST)
      throw new ClaimError(`signs are nested more than ${DEEPEST} deep`, this.#lexer.peek().at);
    const node = operand();
    this.#depth -= 1;
    return node;
  }
}

const isOneOf = ({ kind, text }: Token, texts: readonly string[]): boolean =>
  (kind === 'sign' || kind === 'name') && texts.includes(text);

const isComparator = (token: Token): boolean => token.kind === 'sign' && isOneOf(token, COMPARATORS);

const shown = ({ kind, text }: Token): string => (kind === 'end' ? text : `'${text}'`);
