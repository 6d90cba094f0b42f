import { GROUPS } from './test/runner/test-groups.mjs';

/** Which of the groups to run (`npm run test:unit` and so on); without it, all of them. */
const group = process.env.TEST_GROUP;
if (group !== undefined && !GROUPS.includes(group)) {
  throw new Error(`TEST_GROUP is one of ${GROUPS.join(', ')}, not '${group}'`);
}

/** The suite runs on the sources; `test/system` also starts the built daemon, which `pretest` makes. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  ...(group === undefined ? {} : { filter: '<rootDir>/test/runner/filter.cjs' }),
  testSequencer: '<rootDir>/test/runner/slow-first.mjs',
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
  // Daemons log at `debug` into a directory, which is searched for planted secrets when all tests are over.
  globalSetup: '<rootDir>/test/runner/global-setup.mjs',
  globalTeardown: '<rootDir>/test/runner/global-teardown.mjs',
  reporters: ['default', '<rootDir>/test/runner/skipped-tests.mjs'],
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts'],
  // Most tests wait for processes and sockets: one worker a core leaves none of them idle. (Jest takes '150%' for 150.)
  maxWorkers: '100%',
  testTimeout: 30_000,
};
