/**
 * Which group a test file belongs to: that of the longest entry that its path begins with.
 *
 * - `unit`: no child process and no socket; both are forbidden when only this group runs.
 * - `adapters`: adapters with the real technology, and servers inside the process of the test.
 * - `system`: the built daemon.
 */
export const GROUP_OF_PATH = {
  'test/access-matrix/': 'system',
  'test/adapters/': 'adapters',
  'test/adapters/authentication/': 'unit',
  'test/adapters/json-rpc/': 'unit',
  'test/adapters/logging/': 'unit',
  'test/adapters/shared/': 'unit',
  'test/adapters/shared/round-robin-scheduler.test.ts': 'adapters',
  'test/adapters/storage/': 'unit',
  'test/adapters/toml/': 'unit',
  'test/adapters/yaml/': 'unit',
  'test/application/': 'unit',
  'test/architecture/': 'unit',
  'test/contracts/': 'unit',
  'test/domain/': 'unit',
  'test/fakes/': 'unit',
  'test/faults/': 'system',
  'test/fuzz/': 'system',
  'test/log-redaction/': 'system',
  'test/main/': 'unit',
  'test/main/authentication.test.ts': 'adapters',
  'test/main/check-options.test.ts': 'adapters',
  'test/main/custom-adapters.test.ts': 'adapters',
  'test/main/custom-authenticator.test.ts': 'adapters',
  'test/main/custom-process-runner.test.ts': 'adapters',
  'test/main/embedded-transports.test.ts': 'adapters',
  'test/main/entry-point.test.ts': 'adapters',
  'test/main/listeners.test.ts': 'adapters',
  'test/main/package.test.ts': 'system',
  'test/main/two-servers.test.ts': 'adapters',
  'test/main/unused-sandbox.test.ts': 'adapters',
  'test/properties/': 'unit',
  'test/properties/file-systems.test.ts': 'adapters',
  'test/runner/': 'unit',
  'test/system/': 'system',
  'test/testing/': 'adapters',
};

export const GROUPS = ['unit', 'adapters', 'system'];

const BY_LENGTH = Object.entries(GROUP_OF_PATH).sort(([a], [b]) => b.length - a.length);

export const groupOf = (path) => BY_LENGTH.find(([start]) => path.startsWith(start))?.[1];
