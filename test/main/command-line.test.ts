import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { CommanderError } from 'commander';
import type { Limits } from '../../src/application/limits.js';
import { type Configuration, readCommandLine } from '../../src/main/command-line.js';

const environment = { ...process.env };
let stderr = '';
let stdout = '';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

beforeEach(() => {
  [stderr, stdout] = ['', ''];
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('EXEC_SERVER_')) delete process.env[name];
  }
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
});

afterEach(() => {
  process.env = { ...environment };
  jest.restoreAllMocks();
});

const read = (args: readonly string[], variables: Record<string, string> = {}): Configuration => {
  Object.assign(process.env, variables);
  return readCommandLine(args);
};

/** The error of a command line that is not accepted. */
const usageError = (
  args: readonly string[],
  variables?: Record<string, string>,
): CommanderError => {
  try {
    read(args, variables);
  } catch (error) {
    if (error instanceof CommanderError) return error;
    throw error;
  }
  throw new Error(`accepted: ${args.join(' ')}`);
};

/** Each option of a limit with two values of it. */
const LIMIT_OPTIONS: [keyof Limits, string, [string, number], [string, number]][] = [
  ['sessionTtlMs', 'session-ttl', ['2m', 120_000], ['5', 5_000]],
  ['initializeTimeoutMs', 'initialize-timeout', ['500ms', 500], ['1h', 3_600_000]],
  ['outputRetentionBytes', 'output-retention', ['2MiB', 2_097_152], ['7', 7]],
  ['pendingInputBytes', 'max-pending-input', ['1MiB', 1_048_576], ['70000', 70_000]],
  ['maxFrameBytes', 'max-frame-bytes', ['3MiB', 3_145_728], ['100MiB', 104_857_600]],
  ['maxMessageBytes', 'max-message-bytes', ['4MiB', 4_194_304], ['100000', 100_000]],
  ['outputWindowBytes', 'output-window', ['1MiB', 1_048_576], ['110000', 110_000]],
  ['maxRetainedBytes', 'max-retained-bytes', ['1GiB', 1_073_741_824], ['12000000', 12_000_000]],
  ['pingIntervalMs', 'ping-interval', ['250ms', 250], ['3', 3_000]],
  ['peerTimeoutMs', 'peer-timeout', ['1m', 60_000], ['20', 20_000]],
  ['maxPendingConnections', 'max-pending-connections', ['11', 11], ['12', 12]],
  ['requestTimeoutMs', 'request-timeout', ['1m', 60_000], ['20', 20_000]],
  ['maxBytesInFlight', 'max-bytes-in-flight', ['1MiB', 1_048_576], ['130000', 130_000]],
  ['maxWrongSessionIds', 'max-wrong-session-ids', ['14', 14], ['15', 15]],
  ['maxWrongCredentials', 'max-wrong-credentials', ['9', 9], ['10', 10]],
  ['maxUnsentBytes', 'max-unsent-bytes', ['2MiB', 2_097_152], ['160000', 160_000]],
  ['maxUninitializedBytes', 'max-uninitialized-bytes', ['2MiB', 2_097_152], ['170000', 170_000]],
  ['requestHeadBytes', 'max-head-bytes', ['8KiB', 8_192], ['18000', 18_000]],
  ['maxFileHandles', 'max-file-handles', ['19', 19], ['20', 20]],
  ['maxHttpRequests', 'max-http-requests', ['21', 21], ['22', 22]],
  ['heldBodyBytes', 'max-http-bytes', ['1MiB', 1_048_576], ['230000', 230_000]],
  ['maxLogLines', 'max-log-lines', ['24', 24], ['25', 25]],
  ['maxConnections', 'max-connections', ['3', 3], ['4', 4]],
  ['maxSessions', 'max-sessions', ['5', 5], ['6', 6]],
  ['maxProcessesPerSession', 'max-processes', ['7', 7], ['8', 8]],
];

const variableOf = (flag: string): string =>
  `EXEC_SERVER_${flag.toUpperCase().replaceAll('-', '_')}`;

describe('The command line', () => {
  test('without flags and variables is the default', () => {
    expect(read([])).toEqual({
      bwrapPath: 'bwrap',
      exitWithParent: false,
      listen: 'ws://127.0.0.1:0',
      logLevel: 'info',
      overflow: 'pause',
      limits: {},
      authentication: undefined,
      allowedHosts: [],
      allowUnauthenticated: false,
      misspeltVariables: [],
    });
  });

  test.each(LIMIT_OPTIONS)('reads %s from --%s, before its variable', (limit, flag, one, two) => {
    const variable = { [variableOf(flag)]: two[0] };
    expect(read([`--${flag}`, one[0]]).limits).toEqual({ [limit]: one[1] });
    expect(read([`--${flag}=${one[0]}`], variable).limits).toEqual({ [limit]: one[1] });
    expect(read([], variable).limits).toEqual({ [limit]: two[1] });
  });

  test('reads the address from its flag, before its variable', () => {
    const variable = { EXEC_SERVER_LISTEN: 'ws://[::1]:2' };
    expect(read(['--listen', 'ws://127.0.0.1:1'], variable).listen).toBe('ws://127.0.0.1:1');
    expect(read([]).listen).toBe('ws://[::1]:2');
  });

  test('reads the log level from its flag, before its variable', () => {
    const variable = { EXEC_SERVER_LOG_LEVEL: 'error' };
    expect(read(['--log-level', 'debug'], variable).logLevel).toBe('debug');
    expect(read([]).logLevel).toBe('error');
  });

  test('reads the names of this host from flags, each of one name, before the variable of several', () => {
    const variable = { EXEC_SERVER_ALLOWED_HOST: 'c.example, d.example' };
    const args = ['--allowed-host', 'a', '--allowed-host', 'B.example'];
    expect(read(args, variable).allowedHosts).toEqual(['a', 'B.example']);
    expect(read([]).allowedHosts).toEqual(['c.example', 'd.example']);
  });

  test('lets everybody in beyond loopback only when it is told to', () => {
    expect(read(['--allow-unauthenticated']).allowUnauthenticated).toBe(true);
    expect(read([], { EXEC_SERVER_ALLOW_UNAUTHENTICATED: '1' }).allowUnauthenticated).toBe(true);
  });

  test.each(
    [
      ['true', 'TRUE', '1', 'yes', 'Yes', 'on'].map((text) => [text, true] as const),
      ['false', 'False', '0', 'no', 'off', 'OFF'].map((text) => [text, false] as const),
    ].flat(),
  )('reads %j from the variable of a boolean option as %s', (text, value) => {
    const variable = { EXEC_SERVER_ALLOW_UNAUTHENTICATED: text };
    expect(read([], variable).allowUnauthenticated).toBe(value);
    expect(read(['--allow-unauthenticated'], variable).allowUnauthenticated).toBe(true);
  });

  test.each(['maybe', '2', 'tru', ' true', 'enabled', 'null', 'constructor'])(
    'refuses %j for a boolean option',
    (text) => {
      expect(usageError([], { EXEC_SERVER_ALLOW_UNAUTHENTICATED: text }).exitCode).toBe(2);
      expect(stderr).toBe(
        `error: option '--allow-unauthenticated' value '${text}' from env ` +
          "'EXEC_SERVER_ALLOW_UNAUTHENTICATED' is invalid. Expected true, 1, yes or on; or false, 0, no or off.\n",
      );
    },
  );

  test('refuses every variable that is empty', () => {
    usageError(['--help']);
    const variables = stdout.match(/EXEC_SERVER_\w+/g) ?? [];
    expect(variables.length).toBeGreaterThan(30);
    for (const variable of variables) {
      process.env = { ...environment };
      expect(usageError([], { [variable]: '' }).exitCode).not.toBe(0);
      expect(stderr).toContain(`value '' from env '${variable}' is invalid`);
    }
  });

  test.each([
    ['EXEC_SERVER_ALOW_UNAUTHENTICATED', 'EXEC_SERVER_ALLOW_UNAUTHENTICATED'],
    ['EXEC_SERVER_LOGLEVEL', 'EXEC_SERVER_LOG_LEVEL'],
    ['EXEC_SERVER_SESSION_TTL_MS', 'EXEC_SERVER_SESSION_TTL'],
    ['exec_server_session_ttl', 'EXEC_SERVER_SESSION_TTL'],
    ['Exec_Server_Listen', 'EXEC_SERVER_LISTEN'],
    ['EXEC-SERVER-LISTEN', 'EXEC_SERVER_LISTEN'],
    ['EXEC_SEVER_WS_AUTH', 'EXEC_SERVER_WS_AUTH'],
    ['EXECSERVER_WS_AUTH', 'EXEC_SERVER_WS_AUTH'],
  ])('finds %s, which has no effect, and what was meant', (variable, nearest) => {
    expect(read([], { [variable]: '' }).misspeltVariables).toEqual([{ variable, nearest }]);
  });

  test.each(['CODEX_EXEC_SERVER_URL', 'EXEC_SERVER_HARNESS_LOGS', 'LISTEN', 'PATH'])(
    'lets %s pass, which is not meant for it',
    (variable) => {
      expect(read([], { [variable]: 'x' }).misspeltVariables).toEqual([]);
    },
  );

  test('leaves the judgement of the address to the start', () => {
    expect(read(['--listen', 'nonsense']).listen).toBe('nonsense');
  });

  test.each(LIMIT_OPTIONS)('refuses nonsense for %s, by flag and by variable', (_, flag) => {
    expect(usageError([`--${flag}`, 'nonsense'])).toMatchObject({
      code: 'commander.invalidArgument',
    });
    expect(stderr).toMatch(
      new RegExp(
        `^error: option '--${flag} <[A-Z]+>' argument 'nonsense' is invalid\\. Expected a `,
      ),
    );
    expect(usageError([], { [variableOf(flag)]: 'nonsense' }).exitCode).not.toBe(0);
    expect(stderr).toContain(`value 'nonsense' from env '${variableOf(flag)}' is invalid`);
  });

  test.each([
    [['--nonsense'], "error: unknown option '--nonsense'"],
    [['--listen'], "error: option '--listen <URL>' argument missing"],
    [['--max-sessions'], "error: option '--max-sessions <N>' argument missing"],
    [['--log-level', 'loud'], "error: option '--log-level <LEVEL>' argument 'loud' is invalid."],
    [['extra'], 'error: too many arguments'],
    [['--allowed-host', 'a:80'], 'Expected a host name'],
    [['--allowed-host', 'http://a'], 'Expected a host name'],
    [['--allowed-host', '*'], 'Expected a host name'],
    [['--allowed-host', ''], 'Expected a host name'],
    [['--ws-auth', 'none'], "error: option '--ws-auth <MODE>' argument 'none' is invalid."],
    [['--ws-token-file', ''], 'Expected the path of a file.'],
    [['--ws-max-clock-skew-seconds', '-1'], 'Expected a whole number of seconds.'],
    [['--ws-max-clock-skew-seconds', '1.5'], 'Expected a whole number of seconds.'],
    [['--ws-max-clock-skew-seconds', ''], 'Expected a whole number of seconds.'],
    [['--ws-max-clock-skew-seconds', '18446744073709551616'], 'Expected a whole number'],
    [['--ws-max-token-lifetime', 'long'], 'Expected a time'],
    [['--max-connections', '0'], 'Expected a whole number from 1 to 999999999.'],
    [['--max-connections', '1000000000'], 'Expected a whole number from 1 to 999999999.'],
    [['--max-frame-bytes', '0'], 'Expected a size'],
    [['--session-ttl', '-5'], 'Expected a time'],
  ])('refuses %j with a usage error', (args, text) => {
    expect(usageError(args).exitCode).not.toBe(0);
    expect(stderr).toContain(text);
    expect(stdout).toBe('');
  });

  test.each([
    ['session-ttl', '1ms', '100000h', '0.4ms', '100001h'],
    ['ping-interval', '10ms', undefined, '9ms', '25h'],
    ['peer-timeout', undefined, '24h', '499ms', '1000h'],
    ['request-timeout', '100ms', '24h', '99ms', '1000h'],
    ['initialize-timeout', '100ms', '24h', '99ms', '9'.repeat(400)],
    ['output-window', '64KiB', '20MiB', '65535', '21MiB'],
    ['output-retention', '1', '20MiB', '0', '21MiB'],
    ['max-retained-bytes', '1MiB', '1048576GiB', '10', '9'.repeat(400)],
    ['max-pending-input', '64KiB', '1048576GiB', '10', '1048577GiB'],
    ['max-bytes-in-flight', '64KiB', '1048576GiB', '10', '1048577GiB'],
    ['max-unsent-bytes', '64KiB', '1048576GiB', '10', '1048577GiB'],
    ['max-uninitialized-bytes', '64KiB', '1048576GiB', '10', '1048577GiB'],
    ['max-http-bytes', '64KiB', '1048576GiB', '10', '1048577GiB'],
    ['max-head-bytes', '4KiB', '16MiB', '10', '4GiB'],
    ['max-frame-bytes', '64KiB', '256MiB', '10', '2GiB'],
    ['max-message-bytes', '64KiB', '256MiB', '10', '4GiB'],
  ])('takes --%s from %s to %s, and beyond that says so', (flag, least, most, low, high) => {
    for (const value of [least, most]) if (value !== undefined) read([`--${flag}`, value]);
    for (const value of [low, high]) {
      stderr = '';
      usageError([`--${flag}`, value]);
      expect(stderr).toMatch(/Expected a (time|size) (from \S+ to \S+\.|above 0|such as)/);
      usageError([], { [variableOf(flag)]: value });
      delete process.env[variableOf(flag)];
    }
  });

  test.each([
    [['--ping-interval', '20s'], '--ping-interval (20s) must be below --peer-timeout (12s)'],
    [['--peer-timeout', '2s'], '--ping-interval (2s) must be below --peer-timeout (2s)'],
    [['--ping-interval', '1m', '--peer-timeout', '1m'], '--ping-interval (1m) must be below'],
  ])('refuses %j, which would cut off every client', (args, text) => {
    expect(usageError(args).exitCode).toBe(2);
    expect(stderr).toContain(text);
  });

  test('--help describes every option alike, with the default and the variable that the README has', () => {
    expect(usageError(['--help']).exitCode).toBe(0);
    const help = stdout.replace(/\s+/g, ' ');
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| `(--[a-z0-9-]+)[^`]*` +\| `(\w+)` +\| ([^|]*?) +\|/gm)];
    expect(rows.length).toBeGreaterThan(LIMIT_OPTIONS.length);
    for (const [, flag, variable, normally = ''] of rows) {
      // Only a value stands in back quotes; `off`, `none` and `any` say that there is none.
      const value = /^`(.*)`$/.exec(normally)?.[1];
      const facts = `${value === undefined ? '' : `default: ${value}; `}env: ${variable})`;
      expect(help).toMatch(new RegExp(` ${flag} (?:(?! --[a-z]).)*${escaped(facts)}`));
    }
    for (const [, flag] of help.matchAll(/ (--[a-z0-9-]+) (?:(?! --[a-z]).)*env: /g)) {
      expect(rows.map(([, name]) => name)).toContain(flag);
    }
  });

  test('tells its version when asked', () => {
    expect(usageError(['--version']).exitCode).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
