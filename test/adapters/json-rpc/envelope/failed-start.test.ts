import { describe, expect, test } from '@jest/globals';
import { ForeignSandboxPath } from '../../../../src/adapters/json-rpc/encoding/invalid-params.js';
import { describeFailedStart } from '../../../../src/adapters/json-rpc/envelope/failed-start.js';
import { ExecServerError, SpawnFailed } from '../../../../src/domain/errors.js';
import { SandboxRefused } from '../../../../src/domain/sandbox/sandbox-refused.js';
import { INITIALIZE, INITIALIZED } from '../converse.js';
import { linkedLine } from '../line.js';
import { testServer } from '../test-server.js';

const REPLY = { code: -1, message: 'so it is' };
const PREPARATION = 'failed to prepare process sandbox: so it is';

describe('The error of a failed start', () => {
  test.each<[ExecServerError, object]>([
    [new SpawnFailed('', 'not-found'), { ...REPLY, data: { kind: 'spawnNotFound' } }],
    [
      new SpawnFailed('', 'permission-denied'),
      { ...REPLY, data: { kind: 'spawnPermissionDenied' } },
    ],
    [new SpawnFailed(''), { ...REPLY, data: { kind: 'spawnFailed' } }],
    [new SandboxRefused('a pattern'), { ...REPLY, data: { kind: 'sandboxUnavailable' } }],
    [
      new ForeignSandboxPath('sandbox.cwd', 'file:///C:/x'),
      { code: -1, message: PREPARATION, data: { kind: 'sandboxPreparation' } },
    ],
    [new ExecServerError('invalid-argument', 'argv must not be empty'), REPLY],
  ])('tells the kind of %p', (error, reply) => {
    expect(describeFailedStart(error, REPLY)).toEqual(reply);
  });
});

describe('Requests that fail', () => {
  const SANDBOX = {
    permissions: { type: 'disabled' },
    windowsSandboxLevel: 'disabled',
    cwd: 'file:///C:/x',
  };
  const start = (more: object): [string, object] => [
    'process/start',
    { processId: 'p', argv: ['true'], cwd: 'file:///', env: {}, tty: false, ...more },
  ];
  const FOREIGN = "'file:///C:/x' is invalid on 'linux' (field `sandbox.cwd`)";

  test.each<[what: string, request: [string, object], error: object]>([
    [
      'a start in the sandbox of another platform',
      start({ sandbox: SANDBOX }),
      {
        code: -32_602,
        message: `failed to prepare process sandbox: ${FOREIGN}`,
        data: { kind: 'sandboxPreparation' },
      },
    ],
    [
      'a start in a native sandbox of Windows',
      start({ sandbox: { ...SANDBOX, windowsSandboxLevel: 'mxc' }, cwd: 'file:///C:/x' }),
      {
        code: -32_602,
        message: 'native MXC is unavailable on this executor',
        data: { kind: 'sandboxUnavailable' },
      },
    ],
    [
      'a start without a program',
      start({ argv: [] }),
      { code: -32_602, message: 'argv must not be empty' },
    ],
    [
      'a file in the sandbox of another platform',
      ['fs/readFile', { path: 'file:///x', sandbox: SANDBOX }],
      { code: -32_602, message: FOREIGN },
    ],
  ])('answer %s', async (_what, [method, params], error) => {
    const { jsonRpc } = testServer();
    const line = linkedLine(jsonRpc);
    line.send(INITIALIZE);
    await line.received.next();
    line.send(INITIALIZED);
    line.send(JSON.stringify({ id: 1, method, params }));
    expect(JSON.parse(await line.received.next())).toEqual({ id: 1, error });
  });
});
