import { basename, dirname, extname, join } from 'node:path';

/**
 * Where each policy's file goes: the path itself for a single policy, else one path each with the policy's name
 * before the extension, `out.easy.csv`. What a file name should not contain becomes a dash.
 */
export function policyPaths(path: string, labels: readonly string[]): string[] {
  if (labels.length === 1) return [path];
  const extension = extname(path);
  const stem = join(dirname(path), basename(path, extension));
  const taken = new Set<string>();
  return labels.map((label) => {
    const safe = fileSafe(label);
    let name = safe;
    // Two labels may differ only in what became a dash.
    for (let copy = 2; taken.has(name.toLowerCase()); copy++) name = `${safe}-${copy}`;
    taken.add(name.toLowerCase());
    return `${stem}.${name}${extension}`;
  });
}

function fileSafe(label: string): string {
  const safe = label.replaceAll(/[^A-Za-z0-9._=+]+/g, '-').replaceAll(/^[-.]+|-+$/g, '');
  return safe === '' ? 'policy' : safe;
}
