import { describe, expect, test } from '@jest/globals';
import { ContainerModule } from 'inversify';
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
});
