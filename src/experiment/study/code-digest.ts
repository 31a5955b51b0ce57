import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile } from '../../model/package.ts';

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

/** Put in by `build.ts`, which makes it of the sources that it bundles: what is built is of one state for ever. */
declare const CODE_DIGEST: string | undefined;

let known: string | undefined;

/**
 * The digest of the code that simulates and measures, so that no run of another state of it is taken for one of this.
 * A version alone would not do for those who work on makespan itself.
 */
export function codeDigest(): string {
  known ??= typeof CODE_DIGEST === 'string' ? CODE_DIGEST : digestOf(fileURLToPath(packageFile('src')));
  return known;
}

function digestOf(sources: string): string {
  const hash = createHash('sha256');
  const files = PARTS.flatMap((part) =>
    readdirSync(join(sources, part), { recursive: true, encoding: 'utf8' }).map((name) => join(part, name)),
  );
  for (const file of [...files.filter((name) => name.endsWith('.ts')).sort(), 'registry.ts']) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(sources, file)))
      .update('\0');
  }
  return hash.digest('hex');
}
