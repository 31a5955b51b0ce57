import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What figures come from; what only shows them is not among it. */
const PARTS = [
  'engine',
  'experiment',
  'failures',
  'kernel',
  'metrics',
  'model',
  'own',
  'resources',
  'schedulers',
  'workload',
];

let known: string | undefined;

/**
 * The digest of the code that simulates and measures, so that no run of another state of it is taken for one of this.
 * A version alone would not do for those who work on makespan itself.
 */
export function codeDigest(): string {
  if (known !== undefined) return known;
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const hash = createHash('sha256');
  const files = PARTS.flatMap((part) =>
    readdirSync(join(root, part), { recursive: true, encoding: 'utf8' }).map((name) => join(part, name)),
  );
  for (const file of [
    ...files.filter(isCode).sort(),
    ...readdirSync(root).filter((name) => /^registry\.[jt]s$/.test(name)),
  ]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  known = hash.digest('hex');
  return known;
}

const isCode = (name: string): boolean => /\.[jt]s$/.test(name) && !name.endsWith('.d.ts');
