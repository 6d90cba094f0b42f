import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sha256 } from '../../src/adapters/authentication/capability-token.js';
import type { Authenticator } from '../../src/application/ports/authenticator.js';
import { openAuthenticator } from '../../src/main/authentication.js';
import { startExecServer } from '../../src/main/exec-server.js';
import { DAEMON } from '../../src/main/options/command-line.js';
import { silentLogger } from '../../src/main/silent-logger.js';
import { StartupError } from '../../src/main/startup-error.js';
import { SECRET, sign } from '../adapters/authentication/sign.js';
import { readFlags } from './options/read-command-line.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'authentication-'));
  await writeFile(join(directory, 'token'), 'tok\n', { mode: 0o600 });
  await writeFile(join(directory, 'secret'), `${SECRET}\n`, { mode: 0o600 });
  await writeFile(join(directory, 'short'), `  ${SECRET.subarray(1)}\n`, { mode: 0o600 });
  await writeFile(join(directory, 'blank'), ' \n', { mode: 0o600 });
  await writeFile(join(directory, 'bytes'), Buffer.from([0xff]), { mode: 0o600 });
  await writeFile(join(directory, 'public'), 'tok', { mode: 0o644 });
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});
beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('EXEC_SERVER_')) {
      delete process.env[name];
    }
  }
});

/** The authenticator of a command line, in which `@name` stands for a file of the test. */
const authenticatorOf = async (line: string): Promise<Authenticator> => {
  const words = line.split(' ').map((word) => word.replace(/^@/, `${directory}/`));
  return await openAuthenticator(readFlags(DAEMON, words).authentication, silentLogger);
};

const lets = async (line: string, credential?: string): Promise<boolean> =>
  (await (await authenticatorOf(line)).authenticate(credential)).granted;

const CAPABILITY = '--ws-auth capability-token';
const SIGNED = '--ws-auth signed-bearer-token';
const DIGEST = sha256('tok').toString('hex');
const NO_MODE =
  'websocket auth flags require `--ws-auth capability-token` or `--ws-auth signed-bearer-token`';
const NO_SOURCE =
  '`--ws-token-file` or `--ws-token-sha256` is required when `--ws-auth capability-token` is set';
const BOTH = '`--ws-token-file` and `--ws-token-sha256` are mutually exclusive';
const HEX = '--ws-token-sha256 must be a 64-character hex SHA-256 digest';
const JWT_FLAG =
  '`--ws-shared-secret-file`, `--ws-issuer`, `--ws-audience`, and `--ws-max-clock-skew-seconds` require `--ws-auth signed-bearer-token`';
const NO_SECRET =
  '`--ws-shared-secret-file` is required when `--ws-auth signed-bearer-token` is set';
const TOKEN_FLAG =
  '`--ws-token-file` and `--ws-token-sha256` require `--ws-auth capability-token`, not `signed-bearer-token`';

describe('openAuthenticator refuses', () => {
  test.each<[string, string]>([
    ['--ws-token-file @token', NO_MODE],
    [`--ws-token-sha256 ${DIGEST}`, NO_MODE],
    ['--ws-shared-secret-file @secret', NO_MODE],
    ['--ws-issuer x', NO_MODE],
    ['--ws-audience x', NO_MODE],
    ['--ws-max-clock-skew-seconds 5', NO_MODE],
    ['--ws-max-token-lifetime 1h', NO_MODE],
    [CAPABILITY, NO_SOURCE],
    [`${CAPABILITY} --ws-token-file @token --ws-token-sha256 ${DIGEST}`, BOTH],
    [`${CAPABILITY} --ws-token-file @token --ws-token-sha256 zz`, BOTH],
    [`${CAPABILITY} --ws-token-sha256 zz`, HEX],
    [`${CAPABILITY} --ws-token-sha256 ${DIGEST}0`, HEX],
    [`${CAPABILITY} --ws-token-sha256=`, HEX],
    [`${CAPABILITY} --ws-token-file @token --ws-shared-secret-file @secret`, JWT_FLAG],
    [`${CAPABILITY} --ws-issuer x`, JWT_FLAG],
    [`${CAPABILITY} --ws-token-sha256 zz --ws-audience x`, JWT_FLAG],
    [`${CAPABILITY} --ws-token-file @token --ws-max-clock-skew-seconds 0`, JWT_FLAG],
    [`${CAPABILITY} --ws-max-clock-skew-seconds 9223372036854775808`, JWT_FLAG],
    [
      `${CAPABILITY} --ws-token-file @token --ws-max-token-lifetime 1h`,
      '`--ws-max-token-lifetime` requires `--ws-auth signed-bearer-token`',
    ],
    [SIGNED, NO_SECRET],
    [`${SIGNED} --ws-issuer x --ws-audience y`, NO_SECRET],
    [`${SIGNED} --ws-token-file @token`, TOKEN_FLAG],
    [`${SIGNED} --ws-shared-secret-file @secret --ws-token-sha256 ${DIGEST}`, TOKEN_FLAG],
    [
      `${SIGNED} --ws-shared-secret-file @secret --ws-max-clock-skew-seconds 9223372036854775808`,
      'websocket auth clock skew must fit in a signed 64-bit integer',
    ],
    [
      `${CAPABILITY} --ws-token-file @nowhere`,
      'failed to read websocket auth secret @nowhere: No such file or directory (os error 2)',
    ],
    [
      `${SIGNED} --ws-shared-secret-file @.`,
      'failed to read websocket auth secret @: Is a directory (os error 21)',
    ],
    [
      `${CAPABILITY} --ws-token-file @bytes`,
      'failed to read websocket auth secret @bytes: stream did not contain valid UTF-8',
    ],
    [`${CAPABILITY} --ws-token-file @blank`, 'websocket auth secret @blank must not be empty'],
    [`${SIGNED} --ws-shared-secret-file @blank`, 'websocket auth secret @blank must not be empty'],
    [
      `${SIGNED} --ws-shared-secret-file @short`,
      'signed websocket bearer secret @short must be at least 32 bytes',
    ],
    [
      `${CAPABILITY} --ws-token-file @public`,
      'websocket auth secret @public is accessible to other users (mode 0644): chmod 600 @public',
    ],
  ])('%s', async (line, reason) => {
    const text = reason.replaceAll('@:', `${directory}:`).replaceAll('@', `${directory}/`);
    await expect(authenticatorOf(line)).rejects.toEqual(new StartupError(text));
  });

  test.each(['stdio', 'stdio://'])('authentication on a listener of %s', async (listen) => {
    const authentication = { mode: 'capability-token', tokenSha256: DIGEST } as const;
    await expect(startExecServer({ listen, authentication })).rejects.toEqual(
      new StartupError('WebSocket auth requires a WebSocket listener, not stdio'),
    );
  });
});

describe('openAuthenticator', () => {
  const now = Math.floor(Date.now() / 1000);
  const claims = { exp: now + 3600, iss: 'me', aud: ['you'] };

  test.each<[string, string | undefined, boolean]>([
    ['--log-level info', undefined, true],
    [`${CAPABILITY} --ws-token-file @token`, 'Bearer tok', true],
    [`${CAPABILITY} --ws-token-file @token`, 'Bearer tok2', false],
    [`${CAPABILITY} --ws-token-file @token`, undefined, false],
    [`${CAPABILITY} --ws-token-sha256 ${DIGEST}`, 'Bearer tok', true],
    [`${CAPABILITY} --ws-token-sha256 ${DIGEST.toUpperCase()}`, 'Bearer tok', true],
    [`${CAPABILITY} --ws-token-sha256 ${DIGEST}`, `Bearer ${DIGEST}`, false],
    [`${SIGNED} --ws-shared-secret-file @secret`, `Bearer ${sign(claims)}`, true],
    [`${SIGNED} --ws-shared-secret-file @secret`, `Bearer ${sign(claims, { secret: 'x' })}`, false],
    [`${SIGNED} --ws-shared-secret-file @secret --ws-issuer me`, `Bearer ${sign(claims)}`, true],
    [`${SIGNED} --ws-shared-secret-file @secret --ws-issuer you`, `Bearer ${sign(claims)}`, false],
    [`${SIGNED} --ws-shared-secret-file @secret --ws-audience you`, `Bearer ${sign(claims)}`, true],
    [`${SIGNED} --ws-shared-secret-file @secret --ws-audience me`, `Bearer ${sign(claims)}`, false],
    [
      `${SIGNED} --ws-shared-secret-file @secret --ws-max-clock-skew-seconds 5`,
      `Bearer ${sign({ exp: now - 20 })}`,
      false,
    ],
    [
      `${SIGNED} --ws-shared-secret-file @secret --ws-max-clock-skew-seconds 9223372036854775807`,
      `Bearer ${sign({ exp: 1 })}`,
      true,
    ],
    [
      `${SIGNED} --ws-shared-secret-file @secret --ws-max-token-lifetime 50s`,
      `Bearer ${sign(claims)}`,
      false,
    ],
    [
      `${SIGNED} --ws-shared-secret-file @secret --ws-max-token-lifetime 2h`,
      `Bearer ${sign(claims)}`,
      true,
    ],
  ])('applies %s to the credential %j: %s', async (line, credential, expected) => {
    expect(await lets(line, credential)).toBe(expected);
  });

  test('reads the EXEC_SERVER variables', async () => {
    Object.assign(process.env, {
      EXEC_SERVER_WS_AUTH: 'capability-token',
      EXEC_SERVER_WS_TOKEN_FILE: join(directory, 'token'),
    });
    expect(await lets('--log-level info', 'Bearer tok')).toBe(true);
    expect(await lets('--log-level info', 'Bearer no')).toBe(false);
  });
});
