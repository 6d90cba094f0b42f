import { describe, expect, test } from '@jest/globals';
import { ContainerModule } from 'inversify';
import type { Authenticator } from '../../src/application/ports/authenticator.js';
import { type ExecServerOptions, startExecServer } from '../../src/main/exec-server.js';
import { PORTS } from '../../src/main/tokens.js';
import { requestText, UPGRADE_HEADERS } from '../adapters/http-server/request-text.js';
import { ask } from '../adapters/http-server/test-listener.js';
import { KnownCredentials } from '../support/known-credentials.js';

const sendUpgrade = async (
  options: ExecServerOptions,
  ...headers: string[]
): Promise<[number, string]> => {
  await using server = await startExecServer(options);
  return await ask(
    Number(new URL(server.url).port),
    requestText('GET /', [...UPGRADE_HEADERS, ...headers]),
  );
};

describe('Custom authenticator', () => {
  test.each<[string, () => ExecServerOptions]>([
    ['as an option', () => ({ authentication: new KnownCredentials('Cookie monster') })],
    [
      'as a module',
      () => ({
        modules: [
          new ContainerModule(({ rebind }) => {
            rebind(PORTS.authenticator).toConstantValue(new KnownCredentials('Cookie monster'));
          }),
        ],
      }),
    ],
  ])('given %s decides which clients are accepted', async (_, make) => {
    expect(await sendUpgrade(make())).toEqual([401, 'nothing shown']);
    expect(await sendUpgrade(make(), 'Authorization: Basic x')).toEqual([401, 'not known']);
    expect((await sendUpgrade(make(), 'Authorization: Cookie monster'))[0]).toBe(101);
  });

  test('allows a listener beyond loopback', async () => {
    const listen = 'ws://0.0.0.0:0';
    expect(await sendUpgrade({ listen, authentication: new KnownCredentials() })).toEqual([
      401,
      'nothing shown',
    ]);
    await expect(startExecServer({ listen })).rejects.toThrow('refusing to listen');
  });

  test.each<[string, object]>([
    ['does not say whether it authenticates', { authenticate: () => ({ granted: true }) }],
    ['says that it does not', { authenticates: false, authenticate: () => ({ granted: true }) }],
  ])('needs allowUnauthenticated beyond loopback when it %s', async (_, given) => {
    const authentication = given as Authenticator;
    const beyond: ExecServerOptions[] = [
      { listen: 'ws://0.0.0.0:0', authentication },
      {
        listen: 'ws://0.0.0.0:0',
        modules: [
          new ContainerModule(({ rebind }) => {
            rebind(PORTS.authenticator).toConstantValue(authentication);
          }),
        ],
      },
    ];
    for (const options of beyond) {
      await expect(startExecServer(options)).rejects.toThrow(
        'the authenticator does not say that it authenticates',
      );
      expect((await sendUpgrade({ ...options, allowUnauthenticated: true }))[0]).toBe(101);
    }
    expect((await sendUpgrade({ authentication }))[0]).toBe(101);
  });
});
