import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

const root = dirname(fileURLToPath(import.meta.url));

const PROCESS_EXIT = {
  selector: "MemberExpression[object.name='process'][property.name=/^(exit|abort|reallyExit|kill)$/]",
  message: 'Only src/cli/ ends the process: throw, or return a result, and let the command decide.',
};
const PROCESS_EXIT_CODE = {
  selector: "AssignmentExpression > MemberExpression.left[object.name='process'][property.name='exitCode']",
  message: 'Only src/cli/ decides the exit code.',
};
const PROCESS_ENV = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only src/config/env.ts reads the environment: take a config value instead.',
};
const STDOUT = {
  selector: "MemberExpression[object.name='process'][property.name='stdout']",
  message: 'Only src/telemetry/logger.ts writes to stdout: take a logger or an output function instead.',
};
/** Ways around the rules above. */
const PROCESS_OTHERWISE = [
  "MemberExpression[object.name='process'][computed=true]",
  // `worker.process` of node:cluster is a child process.
  "MemberExpression[property.name='process']:not([object.name='worker']):not([object.property.name='worker'])",
  "MemberExpression[property.value='process']",
  ":not(MemberExpression, Property) > Identifier[name='process']",
  "Property > Identifier[name='process'].value",
  ':matches(ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration, ImportExpression)[source.value=/^(node:)?process$/]',
].map((selector) => ({
  selector,
  message:
    'Write `process.NAME`, so that the rules about the environment, stdout and the end of the process see it.',
}));
const DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only: one name for one thing in the whole project.',
};
const EXPORT_ALL = {
  selector: 'ExportAllDeclaration[exported=null]',
  message: 'List the names: an index.ts says what other folders may use.',
};

const FUNCTION_IN_PROPERTY = {
  selector:
    "AssignmentExpression[left.type='MemberExpression'] > :matches(ArrowFunctionExpression, FunctionExpression).right",
  message:
    'V8 allocates a function literal that is assigned to a property in the old generation, and all that it sees stays with it: use a method, a class field, or a name.',
};

/** The restricted syntax of src, without the rules that one file or folder is the home of. */
const srcSyntax = (...exempt) => [
  'error',
  ...[
    DEFAULT_EXPORT,
    EXPORT_ALL,
    FUNCTION_IN_PROPERTY,
    PROCESS_EXIT,
    PROCESS_EXIT_CODE,
    PROCESS_ENV,
    STDOUT,
    ...PROCESS_OTHERWISE,
  ].filter((rule) => !exempt.includes(rule)),
];

const size = {
  'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
};

const common = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-var': 'error',
  'prefer-const': 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-throw-literal': 'error',
};

const typed = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
  ],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/ban-ts-comment': [
    'error',
    { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true, 'ts-check': false },
  ],
  '@typescript-eslint/consistent-type-imports': [
    'error',
    { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
  ],
  '@typescript-eslint/no-import-type-side-effects': 'error',
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true },
  ],
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/prefer-promise-reject-errors': 'error',
};

export default tseslint.config(
  {
    ignores: ['dist/', 'coverage/', 'node_modules/', 'test/fixtures/', '.spork/', '**/*.d.ts'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  {
    files: ['**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: root },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: { ...common, ...typed, ...size },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-params': 'off',
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      complexity: ['error', 15],
      'no-console': 'error',
      'no-restricted-syntax': srcSyntax(),
    },
  },
  {
    files: ['src/cli/**/*.ts'],
    rules: { 'no-restricted-syntax': srcSyntax(PROCESS_EXIT, PROCESS_EXIT_CODE) },
  },
  { files: ['src/config/env.ts'], rules: { 'no-restricted-syntax': srcSyntax(PROCESS_ENV) } },
  { files: ['src/telemetry/logger.ts'], rules: { 'no-restricted-syntax': srcSyntax(STDOUT) } },
  {
    // One `describe` holds many tests; its length says nothing.
    files: ['test/**/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  { files: ['**/*.{mjs,js,cjs}'], rules: { ...common, ...size } },
);
