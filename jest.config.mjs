import { availableParallelism } from 'node:os';

const group = process.env.TEST_GROUP;

/** Runs test files on the sources, one by one; `test/system` also starts the built daemon. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  ...(group === undefined ? {} : { filter: '<rootDir>/test/runner/filter.cjs' }),
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
  setupFiles: [
    'reflect-metadata',
    ...(group === 'unit' ? ['<rootDir>/test/runner/unit-setup.mjs'] : []),
  ],
  setupFilesAfterEnv: ['<rootDir>/test/runner/cheaper-expect.mjs'],
  // Daemons log at `debug` into a directory, which is searched for planted secrets when all tests are over.
  globalSetup: '<rootDir>/test/runner/global-setup.mjs',
  globalTeardown: '<rootDir>/test/runner/global-teardown.mjs',
  reporters: ['default', '<rootDir>/test/runner/skipped-tests.mjs'],
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts'],
  // On two cores one worker more, since tests wait for processes and sockets part of their time.
  maxWorkers: Math.max(3, availableParallelism()),
  // For what hangs: a machine that does ten other things makes no test fail.
  testTimeout: 120_000,
  // A busy system needs up to 2 s to free the memory of a worker that has exited; after 500 ms Jest would call it a leak.
  workerGracefulExitTimeout: 20_000,
};
