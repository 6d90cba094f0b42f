import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import common from './jest.config.mjs';

const { filter, moduleNameMapper, extensionsToTreatAsEsm, ...shared } = common;

/** Runs the bundles of `test/runner/bundle-suites.mjs`: `npm test`, `npm run test:unit` and so on. */
export default {
  ...shared,
  roots: ['<rootDir>/build/suites'],
  testMatch: ['**/*.test.cjs'],
  testRunner: '<rootDir>/test/runner/silent-circus.mjs',
  testSequencer: '<rootDir>/test/runner/slow-first.mjs',
  transform: {},
  haste: {
    hasteMapModulePath: fileURLToPath(new URL('test/runner/bundle-map.cjs', import.meta.url)),
  },
  // Unit tests wait for nothing.
  ...(process.env.TEST_GROUP === 'unit' ? { maxWorkers: availableParallelism() } : {}),
};
