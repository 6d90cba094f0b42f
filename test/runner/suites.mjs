/**
 * Which suite a test file belongs to: that of the longest entry that its path begins with. The name of a suite is that of its group and its
 * own.
 *
 * - `unit`: no child process and no socket; both are forbidden when only this group runs.
 * - `adapters`: adapters with the real technology, and servers inside the process of the test.
 * - `system`: the built daemon.
 *
 * Jest spends 0.3 s of CPU time on each file that it runs, so `npm test` gives it one bundle for each suite.
 */
export const SUITE_OF_PATH = {
  'test/access-matrix/': 'system/access',
  'test/adapters/authentication/': 'unit/adapters',
  'test/adapters/file-system/': 'adapters/file-system',
  'test/adapters/gateway/': 'adapters/fleet',
  'test/adapters/http-client/': 'adapters/http',
  'test/adapters/http-server/': 'adapters/http',
  'test/adapters/json-rpc/': 'unit/json-rpc',
  'test/adapters/json-rpc/envelope/': 'unit/json-rpc-parts',
  'test/adapters/json-rpc/encoding/': 'unit/json-rpc-parts',
  'test/adapters/json-rpc/notifications/': 'unit/json-rpc-parts',
  'test/adapters/json/': 'unit/adapters',
  'test/adapters/logging/': 'unit/adapters',
  'test/adapters/logging/file-audit-log.test.ts': 'adapters/system',
  'test/adapters/metrics/': 'unit/adapters',
  'test/adapters/network/': 'adapters/http',
  'test/adapters/processes/io/': 'adapters/process-io',
  'test/adapters/processes/pipes/': 'adapters/process-io',
  'test/adapters/processes/spawn/': 'adapters/process-spawn',
  'test/adapters/processes/terminals/': 'adapters/process-io',
  'test/adapters/processes/termination/': 'adapters/process-termination',
  'test/adapters/sandbox/': 'adapters/sandbox',
  'test/adapters/node-directory/': 'adapters/fleet',
  'test/adapters/patches/': 'unit/adapters',
  'test/adapters/shared/': 'unit/adapters',
  'test/adapters/shared/round-robin-scheduler.test.ts': 'adapters/system',
  'test/adapters/storage/': 'unit/adapters',
  'test/adapters/system/': 'adapters/system',
  'test/adapters/toml/': 'unit/adapters',
  'test/adapters/tools/': 'adapters/system',
  'test/adapters/websocket/': 'adapters/websocket',
  'test/adapters/yaml/': 'unit/adapters',
  'test/application/': 'unit/application',
  'test/architecture/': 'unit/project',
  'test/bench/': 'unit/project',
  'test/cli/': 'unit/client',
  'test/client/': 'unit/client',
  'test/client/system/': 'system/client',
  'test/contracts/': 'unit/project',
  'test/domain/': 'unit/domain',
  'test/fakes/': 'unit/project',
  'test/faults/': 'system/faults',
  'test/fuzz/': 'system/fuzz',
  'test/log-redaction/': 'system/access',
  'test/main/': 'unit/main',
  'test/main/authentication.test.ts': 'adapters/embedding',
  'test/main/check-options.test.ts': 'adapters/embedding',
  'test/main/custom-adapters.test.ts': 'adapters/embedding',
  'test/main/custom-authenticator.test.ts': 'adapters/embedding',
  'test/main/custom-process-runner.test.ts': 'adapters/embedding',
  'test/main/drain.test.ts': 'adapters/embedding',
  'test/main/embedded-transports.test.ts': 'adapters/embedding',
  'test/main/entry-point.test.ts': 'adapters/embedding',
  'test/main/gateway/': 'adapters/fleet',
  'test/main/listeners.test.ts': 'adapters/embedding',
  'test/main/metrics.test.ts': 'adapters/embedding',
  'test/main/package.test.ts': 'system/package',
  'test/main/two-servers.test.ts': 'adapters/embedding',
  'test/main/unused-sandbox.test.ts': 'adapters/embedding',
  'test/properties/': 'unit/properties',
  'test/properties/file-systems.test.ts': 'adapters/file-system',
  'test/runner/': 'unit/project',
  'test/system/cli/': 'system/cli',
  'test/system/access/': 'system/access',
  'test/system/daemon/': 'system/daemon',
  'test/system/environment/': 'system/package',
  'test/system/files/': 'system/files',
  'test/system/http/': 'system/files',
  'test/system/network/': 'system/sandbox',
  'test/system/limits/': 'system/limits',
  'test/system/processes/': 'system/processes',
  'test/system/processes/orphans.test.ts': 'system/orphans',
  'test/system/sandbox/': 'system/sandbox',
  'test/system/sessions/': 'system/sessions',
  'test/testing/': 'adapters/embedding',
};

/** Suites in the order in which they start: those that take longest first, so that no core is idle while the last of them runs. */
export const SLOW_SUITES = [
  'system/daemon',
  'system/orphans',
  'system/limits',
  'adapters/process-spawn',
  'system/sandbox',
  'system/sessions',
  'system/processes',
  'adapters/process-termination',
  'adapters/process-io',
  'adapters/websocket',
  'adapters/sandbox',
  'adapters/file-system',
  'system/faults',
  'system/fuzz',
  'system/access',
  'system/files',
  'unit/json-rpc',
  'unit/domain',
  'unit/application',
];

export const GROUPS = ['unit', 'adapters', 'system'];

const BY_LENGTH = Object.entries(SUITE_OF_PATH).sort(([a], [b]) => b.length - a.length);

export const suiteOf = (path) => BY_LENGTH.find(([start]) => path.startsWith(start))?.[1];

export const groupOf = (path) => suiteOf(path)?.split('/')[0];
