import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { CommanderError } from 'commander';
import type { Limits } from '../../src/application/limits.js';
import { type Configuration, readCommandLine } from '../../src/main/command-line.js';

const environment = { ...process.env };
let stderr = '';
let stdout = '';

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
  ['pendingInputBytes', 'max-pending-input', ['1KiB', 1_024], ['9', 9]],
  ['maxFrameBytes', 'max-frame-bytes', ['3MiB', 3_145_728], ['1GiB', 1_073_741_824]],
  ['maxMessageBytes', 'max-message-bytes', ['4MiB', 4_194_304], ['100', 100]],
  ['outputWindowBytes', 'output-window', ['1MiB', 1_048_576], ['11', 11]],
  ['maxRetainedBytes', 'max-retained-bytes', ['1GiB', 1_073_741_824], ['12', 12]],
  ['pingIntervalMs', 'ping-interval', ['250ms', 250], ['3', 3_000]],
  ['peerTimeoutMs', 'peer-timeout', ['1m', 60_000], ['20', 20_000]],
  ['maxPendingConnections', 'max-pending-connections', ['11', 11], ['12', 12]],
  ['requestTimeoutMs', 'request-timeout', ['1m', 60_000], ['20', 20_000]],
  ['maxBytesInFlight', 'max-bytes-in-flight', ['1MiB', 1_048_576], ['13', 13]],
  ['maxWrongSessionIds', 'max-wrong-session-ids', ['14', 14], ['15', 15]],
  ['maxWrongCredentials', 'max-wrong-credentials', ['9', 9], ['10', 10]],
  ['maxUnsentBytes', 'max-unsent-bytes', ['2MiB', 2_097_152], ['16', 16]],
  ['maxUninitializedBytes', 'max-uninitialized-bytes', ['2KiB', 2_048], ['17', 17]],
  ['requestHeadBytes', 'max-head-bytes', ['8KiB', 8_192], ['18', 18]],
  ['maxFileHandles', 'max-file-handles', ['19', 19], ['20', 20]],
  ['maxHttpRequests', 'max-http-requests', ['21', 21], ['22', 22]],
  ['heldBodyBytes', 'max-http-bytes', ['1KiB', 1_024], ['23', 23]],
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
      listen: 'ws://127.0.0.1:0',
      logLevel: 'info',
      overflow: 'pause',
      limits: {},
      authentication: undefined,
      allowedHosts: [],
      allowUnauthenticated: false,
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
    [['--max-connections', '0'], 'Expected a whole number from 1.'],
    [['--max-frame-bytes', '0'], 'Expected a size'],
    [['--session-ttl', '-5'], 'Expected a time'],
  ])('refuses %j with a usage error', (args, text) => {
    expect(usageError(args).exitCode).not.toBe(0);
    expect(stderr).toContain(text);
    expect(stdout).toBe('');
  });

  test('describes every option with its default when asked for help', () => {
    expect(usageError(['--help']).exitCode).toBe(0);
    const help = stdout.replace(/\s+/g, ' ');
    for (const [, flag] of LIMIT_OPTIONS) {
      expect(help).toMatch(
        new RegExp(
          `--${flag} <[A-Z]+> [^()]+ \\(default: [\\w.]+\\) \\(env: ${variableOf(flag)}\\)`,
        ),
      );
    }
    expect(help).toContain('(default: 80s) (env: EXEC_SERVER_SESSION_TTL)');
    expect(help).toContain('(default: 16MiB) (env: EXEC_SERVER_MAX_FRAME_BYTES)');
    expect(help).toContain('default: "ws://127.0.0.1:0", env: EXEC_SERVER_LISTEN');
  });

  test('tells its version when asked', () => {
    expect(usageError(['--version']).exitCode).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
