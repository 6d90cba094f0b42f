import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SandboxContext } from '../../../src/protocol/process.js';
import type { TestClient } from '../../../src/testing/test-client.js';
import { outcome, startProcess } from '../../support/processes/raw-process.js';
import { sharedDaemon } from '../../support/shared-daemon.js';
import { ENV } from './sandbox-fixture.js';
import { DISABLED, managed, readOnly } from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

const UNRESTRICTED_FILES = (network: 'restricted' | 'enabled') => ({
  permissions: { type: 'managed', file_system: { type: 'unrestricted' }, network } as const,
  windowsSandboxLevel: 'disabled',
});
const EXTERNAL = (network: 'restricted' | 'enabled') => ({
  permissions: { type: 'external', network } as const,
  windowsSandboxLevel: 'disabled',
});
const READ_ALL = [{ path: { type: 'special', value: { kind: 'root' } }, access: 'read' } as const];

/** Whether a process has the network, by its sandbox alone. */
const SANDBOXES: readonly [name: string, SandboxContext | undefined, reaches: boolean][] = [
  ['none', undefined, true],
  ['disabled', DISABLED, true],
  ['external restricted', EXTERNAL('restricted'), false],
  ['external enabled', EXTERNAL('enabled'), true],
  ['managed restricted', readOnly('/'), false],
  ['managed enabled', managed('/', READ_ALL, 'enabled'), true],
  ['unrestricted files, restricted', UNRESTRICTED_FILES('restricted'), false],
  ['unrestricted files, enabled', UNRESTRICTED_FILES('enabled'), true],
];
const MANAGED = [undefined, null, {}, { loopbackPorts: [1], allowLocalBinding: true }];
const PROXY = {
  proxy: {
    enabled: true,
    enableSocks5: false,
    enableSocks5Udp: false,
    allowUpstreamProxy: false,
    dangerouslyAllowAllUnixSockets: false,
    mode: 'full',
    allowLocalBinding: false,
  },
};
const PROXIES = [undefined, null, PROXY];

const outcomeFor = (
  reaches: boolean,
  isEnforced: boolean,
  networkProxy?: object | null,
): string => {
  if (isEnforced) {
    return networkProxy ? 'reaches no network' : 'refused';
  }
  return reaches ? 'reaches the network' : 'reaches no network';
};

const TABLE = SANDBOXES.flatMap(([name, sandbox, reaches]) =>
  MANAGED.flatMap((managedNetwork) =>
    PROXIES.flatMap((networkProxy) =>
      [undefined, false, true].map((enforceManagedNetwork) => ({
        name,
        params: { sandbox, managedNetwork, networkProxy, enforceManagedNetwork },
        outcome: outcomeFor(reaches, Boolean(enforceManagedNetwork && sandbox), networkProxy),
      })),
    ),
  ),
).filter(({ params }) => !params.networkProxy || params.managedNetwork === undefined);

describeSandboxed('Managed network', () => {
  let server: TestClient;
  let target: Server;

  beforeAll(async () => {
    server = await (await sharedDaemon()).testClient();
    target = createServer((_request, response) => response.end());
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    target.close();
    await server.disconnect();
  });

  const outcomeOf = async (params: object): Promise<string> => {
    const { port } = target.address() as AddressInfo;
    try {
      const processId = await startProcess(server, {
        argv: ['bash', '--norc', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`],
        env: ENV,
        ...params,
      });
      const { exitCode } = await outcome(server, processId);
      return exitCode === 0 ? 'reaches the network' : 'reaches no network';
    } catch (error) {
      expect(error).toMatchObject({
        code: -32_603,
        message: 'managed network proxy cannot be enforced on this executor',
      });
      return 'refused';
    }
  };

  test.each(SANDBOXES.map(([name]) => name))(
    'is enforced or refused for every combination with the sandbox: %s',
    async (name) => {
      for (const row of TABLE.filter((candidate) => candidate.name === name)) {
        expect({ ...row, outcome: await outcomeOf(row.params) }).toEqual(row);
      }
    },
  );
});
