import { InputError } from '../src/model/errors.ts';
import { suggestion } from '../src/model/nearest.ts';
import type { Benchmark } from './benchmark.ts';

/** A benchmark's own name and every group that it is in: `deep.easy.20k`, `deep.easy`, `deep`. */
const namesOf = ({ name }: Benchmark): string[] =>
  name.split('.').map((_, last, words) => words.slice(0, last + 1).join('.'));

/**
 * The benchmarks that are named, by themselves or by a group, in their own order; without names all but the long ones.
 * @throws InputError for a name that is neither, with the nearest one
 */
export function select(all: readonly Benchmark[], wanted: readonly string[]): Benchmark[] {
  const known = [...new Set(all.flatMap(namesOf))];
  for (const name of wanted) {
    if (!known.includes(name)) throw new InputError(`unknown benchmark ${name}${suggestion(name, known)}`);
  }
  if (wanted.length === 0) return all.filter(({ long }) => long !== true);
  return all.filter((benchmark) => namesOf(benchmark).some((name) => wanted.includes(name)));
}
