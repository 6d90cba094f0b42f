import { describe, expect, test } from '@jest/globals';
import { catchOutput, printed, read, usageError, variableOf } from './read-command-line.js';

catchOutput();

describe('The command line of the daemon', () => {
  test('returns the defaults without flags and variables', () => {
    expect(read([])).toEqual({
      bwrapPath: 'bwrap',
      tools: true,
      exitWithParent: false,
      exitWhenIdleMs: undefined,
      drainTimeoutMs: 0,
      listen: 'ws://127.0.0.1:0',
      logLevel: 'info',
      overflow: 'pause',
      limits: {},
      audit: undefined,
      authentication: undefined,
      allowedHosts: [],
      allowUnauthenticated: false,
      fleet: undefined,
      tcpUpstreamProxy: undefined,
      proxyPrivateIpsViaUpstream: false,
      metrics: false,
      metricsListen: undefined,
      optionsWithoutEffect: [],
      misspeltVariables: [],
    });
  });

  test('prefers --listen to its variable', () => {
    const variable = { EXEC_SERVER_LISTEN: 'ws://[::1]:2' };
    expect(read(['--listen', 'ws://127.0.0.1:1'], variable).listen).toBe('ws://127.0.0.1:1');
    expect(read([]).listen).toBe('ws://[::1]:2');
  });

  test('stops when idle for the time of the flag or the variable, by default never', () => {
    const variable = { EXEC_SERVER_EXIT_WHEN_IDLE: '90' };
    expect(read(['--exit-when-idle', '10m'], variable).exitWhenIdleMs).toBe(600_000);
    expect(read([]).exitWhenIdleMs).toBe(90_000);
  });

  test('prefers --log-level to its variable', () => {
    const variable = { EXEC_SERVER_LOG_LEVEL: 'error' };
    expect(read(['--log-level', 'debug'], variable).logLevel).toBe('debug');
    expect(read([]).logLevel).toBe('error');
  });

  test('takes --audit-log with the fields of --audit-record, without which it has the program', () => {
    const args = ['--audit-log', '/x'];
    expect(read(args).audit).toEqual({ path: '/x', fields: ['program'] });
    const variable = { EXEC_SERVER_AUDIT_RECORD: 'cwd, arguments' };
    expect(read(args, variable).audit?.fields).toEqual(['cwd', 'arguments']);
    expect(read([...args, '--audit-record', 'none']).audit?.fields).toEqual([]);
    expect(usageError(['--audit-record', 'values']).message).toContain('program, arguments, cwd');
  });

  test('takes --metrics-listen and --metrics from a flag or a variable', () => {
    const variables = { EXEC_SERVER_METRICS_LISTEN: '[::1]:0', EXEC_SERVER_METRICS: 'yes' };
    expect(read([], variables)).toMatchObject({ metricsListen: '[::1]:0', metrics: true });
    expect(read(['--metrics-listen', '0.0.0.0:1']).metricsListen).toBe('0.0.0.0:1');
    expect(usageError(['--metrics-listen', 'localhost:1']).message).toContain('Expected IP:PORT');
  });

  test.each([
    ['90s', 90_000],
    ['0', 0],
    ['0s', 0],
  ])('takes %s for --drain-timeout', (text, ms) => {
    expect(read(['--drain-timeout', text]).drainTimeoutMs).toBe(ms);
    expect(read([], { EXEC_SERVER_DRAIN_TIMEOUT: text }).drainTimeoutMs).toBe(ms);
  });

  test('prefers --allowed-host, once per name, to its variable with several names', () => {
    const variable = { EXEC_SERVER_ALLOWED_HOST: 'c.example, d.example' };
    const args = ['--allowed-host', 'a', '--allowed-host', 'B.example'];
    expect(read(args, variable).allowedHosts).toEqual(['a', 'B.example']);
    expect(read([]).allowedHosts).toEqual(['c.example', 'd.example']);
  });

  test('allows unauthenticated clients by flag or variable only', () => {
    expect(read(['--allow-unauthenticated']).allowUnauthenticated).toBe(true);
    expect(read([], { EXEC_SERVER_ALLOW_UNAUTHENTICATED: '1' }).allowUnauthenticated).toBe(true);
  });

  test.each([
    [['--no-tools'], {}, false],
    [[], { EXEC_SERVER_NO_TOOLS: 'true' }, false],
    [[], { EXEC_SERVER_NO_TOOLS: 'false' }, true],
  ])('%j with %j leaves the tools away or not', (args, variables, expected) => {
    expect(read(args, variables).tools).toBe(expected);
  });

  test.each(
    [
      ['true', 'TRUE', '1', 'yes', 'Yes', 'on'].map((text) => [text, true] as const),
      ['false', 'False', '0', 'no', 'off', 'OFF'].map((text) => [text, false] as const),
    ].flat(),
  )('reads %j from a boolean variable as %s', (text, value) => {
    const variable = { EXEC_SERVER_ALLOW_UNAUTHENTICATED: text };
    expect(read([], variable).allowUnauthenticated).toBe(value);
    expect(read(['--allow-unauthenticated'], variable).allowUnauthenticated).toBe(true);
  });

  test.each(['maybe', '2', 'tru', ' true', 'enabled', 'null', 'constructor'])(
    'rejects %j in a boolean variable',
    (text) => {
      expect(usageError([], { EXEC_SERVER_ALLOW_UNAUTHENTICATED: text }).exitCode).toBe(2);
      expect(printed.stderr).toBe(
        `error: option '--allow-unauthenticated' value '${text}' from env ` +
          "'EXEC_SERVER_ALLOW_UNAUTHENTICATED' is invalid. Expected true, 1, yes or on; or false, 0, no or off.\n",
      );
    },
  );

  test('rejects every variable that is empty', () => {
    usageError(['--help']);
    const variables = printed.stdout.match(/\b(CODEX_)?EXEC_SERVER_\w+/g) ?? [];
    expect(variables.length).toBeGreaterThan(30);
    for (const variable of variables) {
      expect(usageError([], { [variable]: '' }).exitCode).not.toBe(0);
      expect(printed.stderr).toContain(`value '' from env '${variable}' is invalid`);
      delete process.env[variable];
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
  ])('reports the misspelt variable %s with the nearest name %s', (variable, nearest) => {
    expect(read([], { [variable]: '' }).misspeltVariables).toEqual([{ variable, nearest }]);
  });

  test.each([
    'CODEX_EXEC_SERVER_URL',
    'EXEC_SERVER_HARNESS_LOGS',
    'EXEC_SERVER_HARNESS_PROGRAM',
    'LISTEN',
    'PATH',
  ])('ignores %s, which is not meant for it', (variable) => {
    expect(read([], { [variable]: 'x' }).misspeltVariables).toEqual([]);
  });

  test('does not check the listen URL', () => {
    expect(read(['--listen', 'nonsense']).listen).toBe('nonsense');
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
  ])('rejects %j with a usage error', (args, text) => {
    expect(usageError(args).exitCode).not.toBe(0);
    expect(printed.stderr).toContain(text);
    expect(printed.stdout).toBe('');
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
    ['max-http-body-bytes', '64KiB', '1048576GiB', '10', '1048577GiB'],
    ['max-header-bytes', '4KiB', '16MiB', '10', '4GiB'],
    ['max-frame-bytes', '64KiB', '256MiB', '10', '2GiB'],
    ['max-message-bytes', '64KiB', '256MiB', '10', '4GiB'],
  ])(
    'accepts --%s from %s to %s and states the range for others',
    (flag, least, most, low, high) => {
      for (const value of [least, most]) {
        if (value !== undefined) {
          read([`--${flag}`, value]);
        }
      }
      for (const value of [low, high]) {
        printed.stderr = '';
        usageError([`--${flag}`, value]);
        expect(printed.stderr).toMatch(
          /Expected a (time|size) (from \S+ to \S+\.|above 0|such as)/,
        );
        usageError([], { [variableOf(flag)]: value });
        delete process.env[variableOf(flag)];
      }
    },
  );

  test('prints the version for --version', () => {
    expect(usageError(['--version']).exitCode).toBe(0);
    expect(printed.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
