import { describe, expect, test } from '@jest/globals';
import { ContainerModule } from 'inversify';
import { DEFAULT_LIMITS } from '../../src/application/limits/limits.js';
import { startExecServer } from '../../src/main/exec-server.js';
import { StartupError } from '../../src/main/startup-error.js';
import { execServer, type HarnessOptions } from '../../src/testing/harness.js';
import { RecordingLogger } from '../fakes/recording-logger.js';
import { KnownCredentials } from '../support/known-credentials.js';

/** What a server says of options, whatever their types. */
const refusal = async (options: unknown): Promise<string> => {
  const error = await startExecServer(options as never).then(
    (server) => server.close(),
    (reason: unknown) => reason,
  );
  if (error instanceof StartupError) {
    return error.message;
  }
  throw error ?? new Error('accepted');
};

describe('startExecServer refuses', () => {
  test.each<[string, unknown, string]>([
    ['null', null, 'options: expected an object, not null'],
    ['a text', 'ws://127.0.0.1:0', 'options: expected an object, not "ws://127.0.0.1:0"'],
    ['a misspelt name', { lisen: 'x' }, 'unknown option `lisen`; the most similar one is `listen`'],
    ['a number as address', { listen: 8080 }, 'listen: expected a text such as'],
    [
      'a text as limit',
      { limits: { sessionTtlMs: '80s' } },
      'limits.sessionTtlMs: expected a whole number of milliseconds from 1 to 360000000000, not "80s"',
    ],
    ['a limit of NaN', { limits: { sessionTtlMs: Number.NaN } }, 'not "NaN"'],
    [
      'a limit below its bounds',
      { limits: { maxSessions: -1 } },
      'limits.maxSessions: expected a whole number from 1, not "-1"',
    ],
    ['a limit of 0', { limits: { maxProcessesPerSession: 0 } }, 'from 1, not "0"'],
    ['a fraction', { limits: { maxConnections: 1.5 } }, 'not "1.5"'],
    [
      'a time beyond the largest timer',
      { limits: { keepAliveTimeoutMs: 2 ** 31 } },
      'to 2147483647',
    ],
    [
      'an infinite time',
      { limits: { pingIntervalMs: Number.POSITIVE_INFINITY } },
      'not "Infinity"',
    ],
    [
      'a limit beyond its bounds',
      { limits: { maxMessageBytes: 2 ** 31 } },
      'from 65536 to 268435456',
    ],
    [
      'a misspelt limit',
      { limits: { sessionTTLms: 1 } },
      'unknown option `limits.sessionTTLms`; the most similar one is `limits.sessionTtlMs`',
    ],
    ['limits that are a list', { limits: [] }, 'limits: expected an object, not such an array'],
    [
      'limits that contradict each other',
      { limits: { pingIntervalMs: 20_000 } },
      'limits.pingIntervalMs (20000) must be below limits.peerTimeoutMs (12000)',
    ],
    [
      'an unknown policy',
      { overflow: 'drop' },
      "overflow: expected 'pause' or 'evict', not \"drop\"",
    ],
    [
      'a text for a boolean',
      { allowUnauthenticated: 'false' },
      'allowUnauthenticated: expected true or false',
    ],
    [
      'one name for a list',
      { allowedHosts: 'build.example' },
      'allowedHosts: expected an array of host names',
    ],
    ['a host with a port', { allowedHosts: ['build.example:80'] }, 'without a port'],
    ['a fleet without a name', { fleet: {} }, 'fleet.nodeId: expected a name such as node-1'],
    ['an empty path', { bwrapPath: '' }, 'bwrapPath: expected a path'],
    [
      'a logger without methods',
      { logger: {} },
      'logger: expected an object with the methods debug, info, warn, error',
    ],
    [
      'tracing that does not say whether it records',
      { tracing: { startRequest: () => undefined, dispose: () => undefined } },
      'tracing: expected an object with isRecording, true or false, and the methods startRequest',
    ],
    ['a logger that is a function', { logger: () => undefined }, 'not such a function'],
    [
      'a logger without debug',
      { logger: { info: () => undefined, warn: () => undefined, error: () => undefined } },
      'logger: expected',
    ],
    ['an object as module', { modules: [{}] }, 'modules: expected an array of ContainerModule'],
    ['one module', { modules: new ContainerModule(() => undefined) }, 'modules: expected an array'],
    ['authentication that is true', { authentication: true }, 'authentication: expected an object'],
    [
      'authentication that is null',
      { authentication: null },
      'authentication: expected an object, not null',
    ],
    [
      'no mode of authentication',
      { authentication: {} },
      "authentication.mode: expected 'capability-token' or",
    ],
    ['an unknown mode', { authentication: { mode: 'nope' } }, 'not "nope"'],
    [
      'an authenticator without a method',
      { authentication: { authenticate: true } },
      'authentication.authenticate: expected a function',
    ],
    [
      'an authenticator that authenticates in words',
      { authentication: { authenticate: () => undefined, authenticates: 'yes' } },
      'authentication.authenticates: expected true or false, not "yes"',
    ],
    [
      'a field of another mode',
      { authentication: { mode: 'capability-token', sharedSecretFile: 'x' } },
      'unknown option `authentication.sharedSecretFile`',
    ],
    [
      'a signed token without a secret',
      { authentication: { mode: 'signed-bearer-token' } },
      'authentication.sharedSecretFile: expected a text',
    ],
    [
      'a text as skew',
      {
        authentication: {
          mode: 'signed-bearer-token',
          sharedSecretFile: 'x',
          maxClockSkewSeconds: '30',
        },
      },
      'maxClockSkewSeconds: expected a number of seconds from 0',
    ],
  ])('%s', async (_, options, message) => {
    expect(await refusal(options)).toContain(message);
  });
});

test('startExecServer refuses an invalid URL of Redis without showing its password', async () => {
  const message = await refusal({ fleet: { nodeId: 'a', announce: 'redis://:secret@h/x' } });
  expect(message).toContain('fleet.announce: expected redis://HOST:PORT');
  expect(message).not.toContain('secret');
});

test('startExecServer accepts every default and undefined in place of it', async () => {
  const undefineds = Object.fromEntries(
    Object.keys(DEFAULT_LIMITS).map((name) => [name, undefined]),
  );
  await (await startExecServer({ limits: DEFAULT_LIMITS })).close();
  await (await startExecServer({ limits: undefineds, listen: undefined } as never)).close();
});

test('startExecServer accepts valid options', async () => {
  const server = await startExecServer({
    listen: 'ws://127.0.0.1:0',
    authentication: new KnownCredentials(),
    allowUnauthenticated: false,
    allowedHosts: ['build.example'],
    limits: { sessionTtlMs: 1, outputWindowBytes: Number.POSITIVE_INFINITY },
    overflow: 'evict',
    bwrapPath: 'bwrap',
    fleet: { nodeId: 'node-1' },
    logger: new RecordingLogger(),
    modules: [],
  });
  await server.close();
});

describe('execServer of the harness refuses', () => {
  test.each<[unknown, string]>([
    [{ mode: 'nope' }, "mode: expected 'in-process' or 'daemon', not \"nope\""],
    [{ modes: 'daemon' }, 'unknown option `modes`; the most similar one is `mode`'],
    [{ listen: 'ws://127.0.0.1:0' }, 'unknown option `listen`'],
    [
      { args: ['--max-sessions', '1'] },
      "`args` has no effect in mode 'in-process': it is for mode 'daemon'",
    ],
    [{ env: {} }, "`env` has no effect in mode 'in-process'"],
    [
      { mode: 'daemon', limits: {} },
      "`limits` has no effect in mode 'daemon': use `args` and `env`",
    ],
    [{ mode: 'daemon', modules: [] }, "`modules` has no effect in mode 'daemon'"],
    [{ mode: 'daemon', logger: new RecordingLogger() }, '`logger` has no effect'],
    [{ mode: 'daemon', args: '--help' }, 'args: expected an array of texts'],
    [{ mode: 'daemon', env: { A: 1 } }, 'env: expected an object of texts'],
    [{ initialize: 'no' }, 'initialize: expected true or false'],
    [{ limits: { sessionTtlMs: '80s' } }, 'limits.sessionTtlMs: expected a whole number'],
  ])('%j', async (options, message) => {
    await expect(execServer(options as HarnessOptions)).rejects.toThrow(message);
  });
});
