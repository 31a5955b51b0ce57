import { UNITS } from './quantity.ts';
import { ClaimError, type Pin, type PolicyName } from './syntax.ts';

/** One word of a claim or a budget; `at` and `end` are its place in the text. */
export interface Token {
  readonly kind: 'number' | 'name' | 'text' | 'sign' | 'end';
  /** The name, the sign or the quoted text; how a message calls it. */
  readonly text: string;
  readonly at: number;
  readonly end: number;
  /** Of a number. */
  readonly value?: number;
  readonly unit?: string | undefined;
}

const BLANK = /\s*/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** A percentile may have a fraction: `p99.9`. */
const NAME = /p\d+\.\d+(?!\w)|[A-Za-z_]\w*/y;
const SIGN = /<=|>=|!=|==|[-+*/()<>=,[\]]/y;
/** The path of an axis, which may have texts in quotation marks and places of lists in it; and a value up to what ends it. */
const PIN = /\s*((?:"[^"]*"|\[\d+\]|[^"=,[\]])+)=((?:"[^"]*"|[^",[\]])+)/y;
/** What else people write for a comparison; `==` is the same as `=`. */
const SAME: Readonly<Record<string, string>> = { '==': '=' };

/** Cuts a claim into words, one at a time, since what a policy's name may hold depends on where it stands. */
export class Lexer {
  readonly #text: string;
  #position = 0;
  #ahead: Token | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next word, which stays the next one. */
  peek(): Token {
    this.#ahead ??= this.#scan();
    return this.#ahead;
  }

  next(): Token {
    const token = this.peek();
    this.#position = token.end;
    this.#ahead = undefined;
    return token;
  }

  /**
   * The policy before the bracket that closes a call, and that bracket: a quoted text, or all there is with balanced
   * brackets, so that `saf(depth=1)` and `4 reservations` need no quotes. Undefined where nothing stands.
   * @param open where the bracket of the call opened, for the message if it is never closed
   */
  policyAndClose(open: number): { policy: PolicyName | undefined; end: number } {
    this.#ahead = undefined;
    const from = this.#skipBlanks();
    const quote = this.#text[from];
    if (quote === '"' || quote === "'") {
      const { text, at } = this.next();
      const close = this.next();
      if (close.text !== ')' || close.kind !== 'sign')
        throw new ClaimError(`expected ) after the policy's name`, close.at);
      return { policy: { name: text, at }, end: close.end };
    }
    const close = this.#closing(from, open);
    const name = this.#text.slice(from, close).trim();
    this.#position = close + 1;
    return { policy: name === '' ? undefined : { name, at: from }, end: close + 1 };
  }

  /** What stands within the square brackets of which the first comes next: `axis = value`, any number of them. */
  pins(): Pin[] {
    const open = this.next();
    const pins: Pin[] = [];
    let sign = open;
    do {
      PIN.lastIndex = this.#position;
      const [whole, axis, value] = PIN.exec(this.#text) ?? [];
      if (whole === undefined) throw new ClaimError('expected AXIS=VALUE, such as [cluster.procs=128]', this.peek().at);
      pins.push({ axis: axis!.trim(), value: value!.trim().replace(/^"(.*)"$/, '$1'), at: this.#skipBlanks() });
      this.#position += whole.length;
      sign = this.next();
    } while (sign.text === ',');
    if (sign.text !== ']') throw new ClaimError('this bracket is never closed', open.at);
    return pins;
  }

  /** Where the bracket stands that closes the one before `from`. */
  #closing(from: number, open: number): number {
    let depth = 0;
    for (let at = from; at < this.#text.length; at++) {
      if (this.#text[at] === '(') depth += 1;
      if (this.#text[at] === ')' && depth-- === 0) return at;
    }
    throw new ClaimError('this bracket is never closed', open);
  }

  #scan(): Token {
    const at = this.#skipBlanks();
    if (at === this.#text.length) return { kind: 'end', text: 'the end', at, end: at };
    const number = this.#match(NUMBER, at);
    if (number !== undefined) return this.#number(number, at);
    const name = this.#match(NAME, at);
    if (name !== undefined) return { kind: 'name', text: name, at, end: at + name.length };
    const sign = this.#match(SIGN, at);
    if (sign !== undefined) return { kind: 'sign', text: SAME[sign] ?? sign, at, end: at + sign.length };
    const first = String.fromCodePoint(this.#text.codePointAt(at)!);
    if (first === '"' || first === "'") return this.#quoted(first, at);
    throw new ClaimError(`'${first}' means nothing here`, at);
  }

  /** A unit belongs to the number before it, with or without a blank between. */
  #number(digits: string, at: number): Token {
    const value = Number(digits);
    const end = at + digits.length;
    if (!Number.isFinite(value)) throw new ClaimError('this number is too large', at);
    const unitAt = this.#skipBlanks(end);
    if (this.#text[unitAt] === '%') return { kind: 'number', text: digits, at, end: unitAt + 1, value, unit: '%' };
    const name = this.#match(NAME, unitAt);
    if (name === undefined) return { kind: 'number', text: digits, at, end, value };
    if (Object.hasOwn(UNITS, name))
      return { kind: 'number', text: digits, at, end: unitAt + name.length, value, unit: name };
    if (unitAt > end && ['and', 'or', 'where'].includes(name)) return { kind: 'number', text: digits, at, end, value };
    throw new ClaimError(`unknown unit '${name}'; expected one of: ${Object.keys(UNITS).join(', ')}`, unitAt);
  }

  #quoted(quote: string, at: number): Token {
    const close = this.#text.indexOf(quote, at + 1);
    if (close < 0) throw new ClaimError('this quotation mark is never closed', at);
    return { kind: 'text', text: this.#text.slice(at + 1, close), at, end: close + 1 };
  }

  #match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.#text)?.[0];
  }

  #skipBlanks(from = this.#position): number {
    return from + (this.#match(BLANK, from)?.length ?? 0);
  }
}
