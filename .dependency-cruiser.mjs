/**
 * The architecture as a rule: imports only point down this list. The order is stated once, here, and the rules below
 * are derived from it, so that a new folder is one line.
 */
export const layers = [
  'cli',
  'report',
  'experiment',
  'executors',
  'own',
  'registry.ts',
  'schedulers',
  'resources',
  'failures',
  'workload',
  'metrics',
  'observers',
  'engine',
  'kernel',
  'model',
];

/**
 * Strategies are pure decisions over a read-only view. They may import these layers and nothing else below them,
 * neither the engine that runs them nor each other, which is what makes any two of them combine. Executors do tasks
 * whose content they do not know.
 */
const strategies = {
  executors: ['^src/model/'],
  schedulers: ['^src/model/'],
  resources: ['^src/model/'],
  failures: ['^src/model/', '^src/kernel/'],
  workload: ['^src/model/', '^src/kernel/random\\.ts$'],
  metrics: ['^src/model/'],
  observers: ['^src/model/'],
};

const pattern = (layer) => (layer.endsWith('.ts') ? `^src/${layer.replace('.', '\\.')}$` : `^src/${layer}/`);

const arrows = layers.map((layer, rank) => ({
  name: `layer-${layer.replace('.ts', '')}`,
  comment: `${layer} imports only itself and ${(strategies[layer] ?? layers.slice(rank + 1)).join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: pattern(layer) },
  to: { path: '^src/', pathNot: [pattern(layer), ...(strategies[layer] ?? layers.slice(rank + 1).map(pattern))] },
}));

export default {
  forbidden: [
    ...arrows,
    {
      name: 'library-without-command-line',
      comment: 'src/index.ts is what programs import: it must not pull in what prints, reads the clock or exits',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'page-in-a-browser',
      comment:
        'what runs in the page shares figures, tables and chart data with what writes it, and nothing that needs node',
      severity: 'error',
      from: { path: '^src/report/(client|views)/' },
      to: {
        path: '^(src/|node:|fs|path|url|crypto)',
        pathNot: [
          '^src/(metrics|model)/',
          '^src/report/(client|views|charts)/(?!compile)',
          '^src/report/study/charts/study-(page|rows)\\.ts$',
          '^src/report/(build|columns|fault-stretches|format|machine-lines|node-ranges|report|restore-centre|restore-lives|run-columns)\\.ts$',
          '^src/report/page/(faults|policies)\\.ts$',
        ],
      },
    },
    {
      name: 'file-outside-every-layer',
      comment: 'a new folder under src needs its place in the list of layers',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/index\\.ts$', ...layers.map(pattern)] },
      to: {},
    },
    {
      name: 'no-circular',
      comment: 'two files that need each other are one file, or lack a third',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphan',
      comment: 'a file that nothing imports and that imports nothing does nothing',
      severity: 'error',
      from: { orphan: true, path: '^src/' },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'an import that does not resolve would escape every other rule',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types are promises too: an `import type` that points up is as much a violation as a value.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
