/** From the first number to the last, both included. */
type Span = readonly [first: number, last: number];

const FORM = 'must be a node such as gpu-3, or several such as gpu-[1-4,7]';

/**
 * The names that a text stands for, one by one, for a range may be longer than any machine: `gpu-[1-3,7]` is gpu-1,
 * gpu-2, gpu-3 and gpu-7, as Slurm writes lists of hosts.
 * @returns what is wrong, where it is no such list
 */
export function nodeList(text: string): Iterable<string> | { readonly wrong: string } {
  if (!/[[\]]/.test(text)) return [text];
  const [, head, list] = /^([^[\]]+)\[([^[\]]*)\]$/.exec(text) ?? [];
  if (head === undefined || list === undefined) return { wrong: FORM };
  const spans: Span[] = [];
  for (const part of list.split(',')) {
    const [, first, last = first] = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part) ?? [];
    if (first === undefined) return { wrong: FORM };
    if (Number(last) < Number(first)) return { wrong: `${part.trim()} counts backwards; write ${last}-${first}` };
    spans.push([Number(first), Number(last)]);
  }
  return namesOf(head, spans);
}

function* namesOf(head: string, spans: readonly Span[]): Generator<string> {
  for (const [first, last] of spans) for (let i = first; i <= last; i += 1) yield `${head}${i}`;
}
