import type { BinaryOperator, Node } from '../../../src/experiment/claims/syntax.ts';

const RANK: Readonly<Record<BinaryOperator, number>> = {
  ...{ or: 1, and: 2 },
  ...{ '<': 4, '<=': 4, '>': 4, '>=': 4, '=': 4, '!=': 4 },
  ...{ '+': 5, '-': 5, '*': 6, '/': 6 },
};
const NOT = 3;
const FACTOR = 7;

/** A tree as a claim, with no more brackets than it needs; the inverse of `parseClaim`. */
export function print(node: Node, least = 0): string {
  switch (node.kind) {
    case 'number':
      return `${node.value}${node.unit ?? ''}`;
    case 'text':
      return `"${node.value}"`;
    case 'name':
      return node.name;
    case 'call': {
      const parts = node.of === undefined ? [] : [print(node.of)];
      if (node.where !== undefined) parts.push(` where ${print(node.where)}`);
      if (node.policy !== undefined) parts.push(`${node.of === undefined ? '' : ', '}${node.policy.name}`);
      return `${node.name}(${parts.join('')})`;
    }
    case 'negative':
      return `-${print(node.of, FACTOR)}`;
    case 'not':
      return bracketed(NOT < least, `not ${print(node.of, NOT)}`);
    case 'binary': {
      const rank = RANK[node.operator];
      // Operators group from the left, and comparisons not at all.
      const left = print(node.left, rank === 4 ? 5 : rank);
      return bracketed(rank < least, `${left} ${node.operator} ${print(node.right, rank + 1)}`);
    }
  }
}

const bracketed = (need: boolean, text: string): string => (need ? `(${text})` : text);
