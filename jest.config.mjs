/** The suite runs on the sources; `test/system` also starts the built daemon, which `pretest` makes. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  setupFiles: ['reflect-metadata'],
  // Daemons log at `debug` into a folder, which is searched for planted secrets when all tests are over.
  globalSetup: '<rootDir>/test/log-redaction/keep-logs.mjs',
  globalTeardown: '<rootDir>/test/log-redaction/search-logs.mjs',
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts'],
  // Most tests wait for processes and sockets: one worker a core leaves none of them idle.
  maxWorkers: '100%',
  testTimeout: 30_000,
};
