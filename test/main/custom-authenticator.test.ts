import { describe, expect, test } from '@jest/globals';
import { ContainerModule } from 'inversify';
import type { Authenticator } from '../../src/application/ports/authenticator.js';
import { type ExecServerOptions, startExecServer } from '../../src/main/exec-server.js';
import { PORTS } from '../../src/main/tokens.js';
import { requestText, UPGRADE_HEADERS } from '../adapters/http-server/request-text.js';
import { ask } from '../adapters/http-server/test-listener.js';
import { KnownCredentials } from '../support/known-credentials.js';

const knock = async (
  options: ExecServerOptions,
  ...headers: string[]
): Promise<[number, string]> => {
  await using server = await startExecServer(options);
  return await ask(
    Number(new URL(server.url).port),
    requestText('GET /', [...UPGRADE_HEADERS, ...headers]),
  );
};

describe('An embedder brings its own authenticator', () => {
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
  ])('%s', async (_, make) => {
    expect(await knock(make())).toEqual([401, 'nothing shown']);
    expect(await knock(make(), 'Authorization: Basic x')).toEqual([401, 'not known']);
    expect((await knock(make(), 'Authorization: Cookie monster'))[0]).toBe(101);
  });

  test('and may then listen beyond loopback', async () => {
    const listen = 'ws://0.0.0.0:0';
    expect(await knock({ listen, authentication: new KnownCredentials() })).toEqual([
      401,
      'nothing shown',
    ]);
    await expect(startExecServer({ listen })).rejects.toThrow('refusing to listen');
  });

  test.each<[string, object]>([
    ['does not say whether it authenticates', { authenticate: () => ({ granted: true }) }],
    ['says that it does not', { authenticates: false, authenticate: () => ({ granted: true }) }],
  ])('and may not where it %s, unless that is allowed', async (_, given) => {
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
      expect((await knock({ ...options, allowUnauthenticated: true }))[0]).toBe(101);
    }
    expect((await knock({ authentication }))[0]).toBe(101);
  });
});
