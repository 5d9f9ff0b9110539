/**
 * The layers of src as rules. Value imports go down the table only; `import type` may go sideways and, between folders, only
 * to an index.ts or a types.ts. See docs/architecture.md.
 */
const LAYERS = [
  ['lib', 'errors'],
  ['config', 'telemetry', 'plugins'],
  ['context', 'auth', 'limits', 'operation', 'plan', 'subgraph', 'execute', 'cache', 'respond', 'store'],
  ['registry', 'rest'],
  ['http', 'health', 'admin'],
  ['cli'],
];

/** Files directly in src, by the layer that they stand in. */
const FILES = {
  'run-operation': 2.5,
  pipeline: 3,
  'subgraph-policy': 3,
  'request-dedupe': 3,
  'served-snapshot': 3,
  runtime: 3.5,
  gateway: 4.5,
  index: 5,
};

const folders = LAYERS.flatMap((names, layer) => names.map((name) => ({ name, layer })));
const files = Object.entries(FILES).map(([name, layer]) => ({ name, layer }));

/** A value import may go to a lower layer; inside one layer only type imports may cross folders. */
const upward = folders.map(({ name, layer }) => ({
  name: `layer-${name}`,
  comment: `src/${name}/ may take values only from layers below it.`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: {
    path: [
      ...folders
        .filter((other) => other.name !== name && other.layer >= layer)
        .map((other) => `^src/${other.name}/`),
      ...files.filter((file) => file.layer >= layer).map((file) => `^src/${file.name}[.]ts$`),
    ],
    dependencyTypesNot: ['type-only'],
  },
}));

const upwardFiles = files.map(({ name, layer }) => ({
  name: `layer-${name}`,
  comment: `src/${name}.ts may take values only from layers below it.`,
  severity: 'error',
  from: { path: `^src/${name}[.]ts$` },
  to: {
    path: [
      ...folders.filter((other) => other.layer >= layer).map((other) => `^src/${other.name}/`),
      ...files
        .filter((other) => other.name !== name && other.layer >= layer)
        .map((other) => `^src/${other.name}[.]ts$`),
    ],
    dependencyTypesNot: ['type-only'],
  },
}));

const ELASTIC = '@apollo/(composition|query-planner|query-graphs|federation-internals|gateway)';

module.exports = {
  forbidden: [
    ...upward,
    ...upwardFiles,
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or have a third thing in common.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-deep-imports',
      comment: 'Another folder is used through its index.ts; it lists what others may use.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/(index|types)[.]ts$'] },
    },
    {
      name: 'no-deep-imports-from-root',
      comment: 'gateway.ts, pipeline.ts and index.ts use folders through their index.ts too.',
      severity: 'error',
      from: { path: '^src/[^/]+[.]ts$' },
      to: { path: '^src/[^/]+/', pathNot: '^src/[^/]+/(index|types)[.]ts$' },
    },
    {
      name: 'types-file-for-types',
      comment: 'A types.ts of another folder is for `import type`; values come from its index.ts.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/types[.]ts$', pathNot: '^src/$1/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'src-stands-alone',
      comment: 'What is shipped does not use tests, benchmarks, samples or scripts.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|subgraphs|scripts)/' },
    },
    {
      name: 'hot-path-without-packages',
      comment:
        'execute/ and respond/ import no packages and no built-ins: no AST, no schema, no options on the hot path.',
      severity: 'error',
      from: { path: '^src/(execute|respond)/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core'],
      },
    },
    {
      name: 'elastic-packages-stay-lazy',
      comment: 'The Elastic-2.0 packages load only in workers and in the Apollo planner adapter.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['^src/registry/[^/]+-worker[.]ts$', '^src/plan/[^/]*(apollo|worker)[^/]*[.]ts$'],
      },
      to: { path: `node_modules/${ELASTIC}/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-dev-packages',
      comment: 'What is shipped needs a dependency, not a devDependency.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
