import { describe, expect, test } from '@jest/globals';
import type { Limits } from '../../../src/application/limits/limits.js';
import { catchOutput, printed, read, usageError, variableOf } from './read-command-line.js';

/** Each option of a limit with two values of it. */
const LIMIT_OPTIONS: [keyof Limits, string, [string, number], [string, number]][] = [
  ['sessionTtlMs', 'session-ttl', ['2m', 120_000], ['5', 5000]],
  ['initializeTimeoutMs', 'initialize-timeout', ['500ms', 500], ['1h', 3_600_000]],
  ['outputRetentionBytes', 'output-retention', ['2MiB', 2_097_152], ['7', 7]],
  ['maxPendingInputBytes', 'max-pending-input', ['1MiB', 1_048_576], ['70000', 70_000]],
  ['maxFrameBytes', 'max-frame-bytes', ['3MiB', 3_145_728], ['100MiB', 104_857_600]],
  ['maxMessageBytes', 'max-message-bytes', ['4MiB', 4_194_304], ['100000', 100_000]],
  ['outputWindowBytes', 'output-window', ['1MiB', 1_048_576], ['110000', 110_000]],
  ['maxRetainedBytes', 'max-retained-bytes', ['1GiB', 1_073_741_824], ['12000000', 12_000_000]],
  ['pingIntervalMs', 'ping-interval', ['250ms', 250], ['3', 3000]],
  ['peerTimeoutMs', 'peer-timeout', ['1m', 60_000], ['20', 20_000]],
  ['maxPendingConnections', 'max-pending-connections', ['11', 11], ['12', 12]],
  ['requestTimeoutMs', 'request-timeout', ['1m', 60_000], ['20', 20_000]],
  ['maxBytesInFlight', 'max-bytes-in-flight', ['1MiB', 1_048_576], ['130000', 130_000]],
  ['maxResumeFailures', 'max-resume-failures', ['14', 14], ['15', 15]],
  ['maxAuthFailures', 'max-auth-failures', ['9', 9], ['10', 10]],
  ['maxUnsentBytes', 'max-unsent-bytes', ['2MiB', 2_097_152], ['160000', 160_000]],
  ['maxUninitializedBytes', 'max-uninitialized-bytes', ['2MiB', 2_097_152], ['170000', 170_000]],
  ['maxRequestHeaderBytes', 'max-header-bytes', ['8KiB', 8192], ['18000', 18_000]],
  ['maxFileHandles', 'max-file-handles', ['19', 19], ['20', 20]],
  ['maxHttpRequests', 'max-http-requests', ['21', 21], ['22', 22]],
  ['maxBufferedBodyBytes', 'max-http-body-bytes', ['1MiB', 1_048_576], ['230000', 230_000]],
  ['logRateLimit', 'log-rate-limit', ['24', 24], ['25', 25]],
  ['maxConnections', 'max-connections', ['3', 3], ['4', 4]],
  ['maxSessions', 'max-sessions', ['5', 5], ['6', 6]],
  ['maxProcessesPerSession', 'max-processes', ['7', 7], ['8', 8]],
];

catchOutput();

describe('Limit option', () => {
  test.each(LIMIT_OPTIONS)(
    'is read for %s from --%s, before its variable',
    (limit, flag, one, two) => {
      const variable = { [variableOf(flag)]: two[0] };
      expect(read([`--${flag}`, one[0]]).limits).toEqual({ [limit]: one[1] });
      expect(read([`--${flag}=${one[0]}`], variable).limits).toEqual({ [limit]: one[1] });
      expect(read([], variable).limits).toEqual({ [limit]: two[1] });
    },
  );

  test.each(LIMIT_OPTIONS)('rejects nonsense for %s in flag and variable', (_, flag) => {
    expect(usageError([`--${flag}`, 'nonsense'])).toMatchObject({
      code: 'commander.invalidArgument',
    });
    expect(printed.stderr).toMatch(
      new RegExp(
        `^error: option '--${flag} <[A-Z]+>' argument 'nonsense' is invalid\\. Expected a `,
      ),
    );
    expect(usageError([], { [variableOf(flag)]: 'nonsense' }).exitCode).not.toBe(0);
    expect(printed.stderr).toContain(`value 'nonsense' from env '${variableOf(flag)}' is invalid`);
  });

  test.each([
    [['--ping-interval', '20s'], '--ping-interval (20s) must be below --peer-timeout (12s)'],
    [['--peer-timeout', '2s'], '--ping-interval (2s) must be below --peer-timeout (2s)'],
    [['--ping-interval', '1m', '--peer-timeout', '1m'], '--ping-interval (1m) must be below'],
  ])('rejects %j, which would disconnect every client', (args, text) => {
    expect(usageError(args).exitCode).toBe(2);
    expect(printed.stderr).toContain(text);
  });
});

const FORMER_NAMES: [keyof Limits, string, string, [string, number], [string, number]][] = [
  ['maxRequestHeaderBytes', 'max-header-bytes', 'max-head-bytes', ['8KiB', 8192], ['9KiB', 9216]],
  ['maxAuthFailures', 'max-auth-failures', 'max-wrong-credentials', ['9', 9], ['10', 10]],
  ['maxResumeFailures', 'max-resume-failures', 'max-wrong-session-ids', ['9', 9], ['10', 10]],
  [
    'maxBufferedBodyBytes',
    'max-http-body-bytes',
    'max-http-bytes',
    ['64KiB', 65_536],
    ['65KiB', 66_560],
  ],
  ['logRateLimit', 'log-rate-limit', 'max-log-lines', ['9', 9], ['10', 10]],
];

describe('The former spelling of a renamed option', () => {
  test.each(FORMER_NAMES)(
    'sets %s like --%s, as --%s and as its variable',
    (limit, flag, former, one, two) => {
      expect(read([`--${former}`, one[0]]).limits).toEqual({ [limit]: one[1] });
      const variables = { [variableOf(former)]: two[0] };
      expect(read([], variables)).toMatchObject({
        limits: { [limit]: two[1] },
        misspeltVariables: [],
      });
      expect(read([`--${flag}`, one[0]]).limits).toEqual({ [limit]: one[1] });
    },
  );

  test.each(FORMER_NAMES)(
    'shares %s with --%s: the last flag wins, then the new variable',
    (limit, flag, former, one, two) => {
      const last = { [limit]: two[1] };
      expect(read([`--${flag}`, one[0], `--${former}`, two[0]]).limits).toEqual(last);
      expect(read([`--${former}`, one[0], `--${flag}`, two[0]]).limits).toEqual(last);
      const variables = { [variableOf(former)]: one[0], [variableOf(flag)]: two[0] };
      expect(read([], variables).limits).toEqual(last);
      expect(read([`--${former}`, one[0]]).limits).toEqual({ [limit]: one[1] });
    },
  );

  test.each(FORMER_NAMES)('is validated for %s (--%s) but not in --help', (_, _flag, former) => {
    usageError([`--${former}`, 'nonsense']);
    expect(printed.stderr).toContain(`error: option '--${former} <`);
    usageError([], { [variableOf(former)]: '' });
    expect(printed.stderr).toContain(`value '' from env '${variableOf(former)}' is invalid`);
    delete process.env[variableOf(former)];
    usageError(['--help']);
    expect(printed.stdout).not.toContain(former);
    expect(printed.stdout).not.toContain(variableOf(former));
  });
});
