import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// What is bundled does not lie where its source does, so no file is found from the place of a module: the package finds
// itself by its name, from its sources and from `dist` alike.
const { resolve } = createRequire(import.meta.url);
const root = pathToFileURL(resolve('makespan/package.json'));

/** Tests run the sources; whoever installs the package runs what `npm run build` makes of them. */
const isBuilt = !import.meta.url.endsWith('.ts');

/** A file or folder of this package, by its path from the root. */
export const packageFile = (path: string): URL => new URL(path, root);

/** A file of a package that this one depends on: `name/path`, or its main module by the name alone. */
export const dependencyFile = (path: string): string => resolve(path);

/** A module that is loaded by its place, such as `cli/bench-worker`: one of the entry points in `build.ts`. */
export const entryPoint = (name: string): URL => packageFile(isBuilt ? `dist/${name}.js` : `src/${name}.ts`);

/**
 * The built form of an entry point, for threads and processes of their own, which load no TypeScript. A module that is
 * built already, or is none of this package's, stands for itself.
 */
export const built = (module: URL): URL => new URL(module.href.replace(/\/src\/(.*)\.ts$/, '/dist/$1.js'));
