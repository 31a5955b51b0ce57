/**
 * The built form of a module of this project, for threads and processes of their own, which load no TypeScript. A module
 * that is built already, or is none of this project's, stands for itself.
 */
export function built(module: URL): URL {
  const href = module.href.replace(/\/src\/(.*)\.ts$/, '/dist/$1.js');
  return new URL(href);
}

/** A module beside another one, with the ending that modules have there: `.ts` in the sources, `.js` where built. */
export function beside(metaUrl: string, name: string): URL {
  return new URL(`${name}${metaUrl.endsWith('.ts') ? '.ts' : '.js'}`, metaUrl);
}
