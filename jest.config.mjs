/** CommonJS transform, so that `jest.mock` and coverage work; workers are loaded from `dist`, which `pretest` builds. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // No test leaves anything behind in the folder for temporary files.
  globalSetup: '<rootDir>/test/harness/run-folder-setup.ts',
  globalTeardown: '<rootDir>/test/harness/run-folder-teardown.ts',
  transform: {
    '^.+\\.(ts|mjs|js)$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts', '!src/**/types.ts', '!src/**/*-worker.ts'],
  coverageReporters: ['text-summary', 'json-summary', 'lcov'],
  testTimeout: 60_000,
};
