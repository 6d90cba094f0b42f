import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let server: ExecServerHarness;

beforeAll(async () => {
  server = await execServer({ mode: 'daemon', env: { TMPDIR: '/var/tmp' } });
});

afterAll(async () => {
  await server.shutdown();
});

const FAMILIES: readonly [method: string, params: unknown, family: string][] = [
  [
    'process/start',
    { processId: 'p', argv: ['true'], cwd: 'file:///', env: {}, tty: false },
    'exec',
  ],
  ['process/read', { processId: 'p' }, 'exec'],
  ['process/write', { processId: 'p', chunk: '', writeId: '1' }, 'exec'],
  ['process/signal', { processId: 'p', signal: 'interrupt' }, 'exec'],
  ['process/terminate', { processId: 'p' }, 'exec'],
  ['environment/info', undefined, 'environment info'],
  ['environment/status', undefined, 'environment status'],
];

describe('initialize', () => {
  test('returns a session id and the description of the host', async () => {
    const client = await server.testClient({ initialize: false });
    const { sessionId, environmentInfo } = await client.initialize();
    expect(sessionId).toMatch(UUID_V4);
    expect(environmentInfo).toEqual({
      shell: { name: expect.any(String), path: expect.stringMatching(/^\//) },
      executorVersion: '0.171.0',
      providerId: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      cwd: `file://${process.cwd()}`,
      userHomeDir: expect.stringMatching(/^file:\/\/\//),
      platformOs: 'linux',
      prependPathDirs: expect.arrayContaining([
        expect.stringMatching(/^file:\/\/\/.*\/tools-[0-9a-f]{16}$/),
      ]),
      temporaryDirectories: ['file:///var/tmp'],
      tempDir: 'file:///var/tmp',
      capabilities: expect.objectContaining({ environmentConfigRead: true }),
    });
    expect(await client.request('environment/info', null)).toEqual(environmentInfo);
    expect(await client.request('environment/status', {})).toEqual({ status: 'ready' });
  });

  test('is accepted once, and again after a failure', async () => {
    const client = await server.testClient({ initialize: false });
    await expect(client.initialize('no such session')).rejects.toMatchObject({
      code: -32_600,
      message: 'unknown session id no such session',
    });
    await expect(client.initialize('')).rejects.toMatchObject({
      code: -32_600,
      message: 'unknown session id ',
    });
    await client.initialize();
    await expect(client.initialize()).rejects.toMatchObject({
      code: -32_600,
      message: 'initialize may only be sent once per connection',
    });
  });

  test.each(FAMILIES)(
    'is required before %s, and so is initialized',
    async (method, params, family) => {
      const client = await server.testClient({ initialize: false });
      await expect(client.request(method, params)).rejects.toMatchObject({
        code: -32_600,
        message: `client must call initialize before using ${family} methods`,
      });
      await client.request('initialize', { clientName: '' });
      await expect(client.request(method, params)).rejects.toMatchObject({
        code: -32_600,
        message: `client must send initialized before using ${family} methods`,
      });
    },
  );

  test('is checked after the parameters of a request', async () => {
    const client = await server.testClient({ initialize: false });
    await expect(client.request('process/terminate', {})).rejects.toMatchObject({
      code: -32_602,
      message: 'missing field `processId`',
    });
    await expect(client.request('environment/status', [])).rejects.toMatchObject({ code: -32_602 });
  });

  test('may be pipelined with initialized and the first request', async () => {
    const client = await server.testClient({ initialize: false });
    client.socket.cork();
    const replies = [client.request('initialize', { clientName: 'burst' })];
    client.notify('initialized');
    replies.push(client.request('environment/status'));
    client.socket.uncork();
    expect((await Promise.all(replies))[1]).toEqual({ status: 'ready' });
  });
});

describe('JSON-RPC server', () => {
  test.each(['network/policyRequest', 'initialized', 'nope'])(
    'does not implement the request %s',
    async (method) => {
      await expect(server.request(method, {})).rejects.toMatchObject({
        code: -32_601,
        message: `exec-server stub does not implement \`${method}\` yet`,
      });
    },
  );

  test('reads binary frames as text and always sends text', async () => {
    const client = await server.testClient();
    client.sendBinary(Buffer.from('{"id":"b","method":"environment/status"}'));
    expect(await client.waitForMessage((m) => 'id' in m && m.id === 'b')).toEqual({
      id: 'b',
      result: { status: 'ready' },
    });
  });

  test('answers an unreadable message with an error and keeps the connection', async () => {
    const client = await server.testClient();
    client.sendText('{"id":1,');
    const reply = await client.waitForMessage((m) => 'id' in m && m.id === -1);
    const { localPort } = client.socket;
    expect(reply).toMatchObject({
      error: {
        code: -32_600,
        message: expect.stringContaining(
          `failed to parse websocket JSON-RPC message from exec-server websocket 127.0.0.1:${localPort}: `,
        ),
      },
    });
    expect(await client.request('environment/status')).toEqual({ status: 'ready' });
  });

  test.each([
    ['unknown notification', '{"method":"nope"}'],
    ['initialize without an id', '{"method":"initialize","params":{"clientName":"x"}}'],
    ['response without a request', '{"id":7,"result":null}'],
    ['an error to no request', '{"id":7,"error":{"code":1,"message":"x"}}'],
  ])('closes the connection at %s', async (_, text) => {
    const client = await server.testClient();
    client.sendText(text);
    expect(await client.waitForClose()).toBe(1006);
  });

  test('closes the connection at initialized before initialize', async () => {
    const client = await server.testClient({ initialize: false });
    client.notify('initialized');
    expect(await client.waitForClose()).toBe(1006);
  });

  test('answers 10,000 pipelined requests', async () => {
    const client = await server.testClient();
    const replies = Array.from({ length: 10_000 }, () => client.request('environment/status'));
    expect(await Promise.all(replies)).toHaveLength(10_000);
  });
});
