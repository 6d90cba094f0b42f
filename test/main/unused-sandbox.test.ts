import { describe, expect, test } from '@jest/globals';
import { ContainerModule } from 'inversify';
import { NoAuthentication } from '../../src/adapters/authentication/no-authentication.js';
import { compose } from '../../src/main/container.js';
import type { ExecServerOptions } from '../../src/main/exec-server.js';
import { RunningServer } from '../../src/main/running-server.js';
import { PORTS } from '../../src/main/tokens.js';
import { ownAdapter } from '../../src/main/untrusted-adapters/own-adapters.js';
import { RecordingLogger } from '../fakes/recording-logger.js';

const rebinding = (port: 'fileSystems' | 'processRunner'): ContainerModule =>
  new ContainerModule(({ rebind }) => {
    rebind<object>(PORTS[port]).toConstantValue({ dispose: async () => undefined });
  });

/** What makes sandboxes, once a server was made and closed. */
const sandboxOf = async (options: ExecServerOptions): Promise<readonly string[]> => {
  const composition = await compose(options, ownAdapter(new NoAuthentication()));
  const server = new RunningServer(options, composition);
  server.logSandboxAvailability();
  await server.close();
  return Object.keys(composition.sandbox).sort();
};

describe('Sandbox adapter', () => {
  test('is not constructed, at close neither, when the adapters that use it are replaced', async () => {
    const logger = new RecordingLogger();
    const modules = [rebinding('fileSystems'), rebinding('processRunner')];
    expect(await sandboxOf({ logger, modules })).toEqual([]);
  });

  test.each([
    [[rebinding('fileSystems')], ['bubblewrap', 'watchdog']],
    [[rebinding('processRunner')], ['bubblewrap', 'fileWorkers', 'watchdog']],
    [[], ['bubblewrap', 'fileWorkers', 'watchdog']],
  ])('is constructed as far as it is used', async (modules, parts) => {
    expect(await sandboxOf({ modules })).toEqual(parts);
  });
});
