import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  errorText,
  LIMIT_OPTIONS,
} from '../../../../src/adapters/json-rpc/envelope/error-texts.js';
import { type ErrorDetails, ExecServerError } from '../../../../src/domain/errors.js';
import { LIMIT_OPTIONS as DAEMON_OPTIONS } from '../../../../src/main/options/limit-option-table.js';
import { INITIALIZE, INITIALIZED } from '../converse.js';
import { linkedLine } from '../line.js';
import { testServer } from '../test-server.js';

const textOf = (message: string, details: ErrorDetails): string =>
  errorText(new ExecServerError('failed', message, details), () => 'linux');

describe('errorText', () => {
  test.each<[ErrorDetails, string]>([
    [{}, 'so it is'],
    [{ limit: 'maxSessions' }, 'so it is (--max-sessions)'],
    [{ limit: 'maxProcessesPerSession' }, 'so it is (--max-processes)'],
    [{ limit: 'aLimitWithoutOption' }, 'so it is'],
    [{ limit: 'toString' }, 'so it is'],
    [{ http: 'request' }, 'http/request so it is'],
    [{ http: 'exchange' }, 'http/request failed: so it is'],
    [{ http: 'response-body' }, 'failed to read http/request response body: so it is'],
    [{ http: 'stream' }, 'http/request streamResponse so it is'],
    [
      { http: 'exchange', limit: 'maxBufferedBodyBytes' },
      'http/request failed: so it is (--max-http-body-bytes)',
    ],
    [{ foreignPath: 'file:///C:/x' }, "'file:///C:/x' is invalid on 'linux'"],
    [
      { foreignPath: 'file:///C:/x', argument: 'cwd' },
      "cwd URI `file:///C:/x` is not valid on this exec-server host: 'file:///C:/x' is invalid on 'linux'",
    ],
  ])('returns the text of an error with %j', (details, text) => {
    expect(textOf('so it is', details)).toBe(text);
  });

  test('names only options that the daemon has', () => {
    for (const [limit, option] of Object.entries(LIMIT_OPTIONS)) {
      expect(DAEMON_OPTIONS).toContainEqual(
        expect.objectContaining({ limit, flag: option.slice('--'.length) }),
      );
    }
  });

  test('names the option of every limit that an error of the source code is about', () => {
    const limits = sourceTexts().flatMap((text) =>
      [...text.matchAll(/(?<!state: 'full', )\blimit: '(\w+)'(?! \|)/g)].map(
        ([, limit = '']) => limit,
      ),
    );
    expect(limits).toContain('maxSessions');
    const named = Object.keys(LIMIT_OPTIONS);
    const withOption = DAEMON_OPTIONS.map(({ limit }): string => limit);
    expect(limits.filter((limit) => withOption.includes(limit) && !named.includes(limit))).toEqual(
      [],
    );
  });
});

const sourceTexts = (): readonly string[] =>
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join('src', path), 'utf8'));

describe('Path of another operating system', () => {
  /** Every place that says so: the argument of a use-case, params, a sandbox, a root. */
  const REQUESTS: readonly [what: string, method: string, params: object, text: string][] = [
    [
      'a file',
      'fs/readFile',
      { path: 'file:///C:/x', sandbox: null },
      "'file:///C:/x' is invalid on 'OS'",
    ],
    [
      'a working directory',
      'process/start',
      { processId: 'p', argv: ['true'], cwd: 'file:///C:/x', env: {}, tty: false },
      "cwd URI `file:///C:/x` is not valid on this exec-server host: 'file:///C:/x' is invalid on 'OS'",
    ],
    [
      'the directory of a project',
      'environmentConfig/read',
      { cwd: 'file:///C:/x', configPaths: [['a']], requirementsPaths: [] },
      "'file:///C:/x' is invalid on 'OS'",
    ],
    [
      'a path with a NUL',
      'fs/readFile',
      { path: 'file:///a%00b', sandbox: null },
      "'file:///a%00b' is invalid on 'OS' (field `path`)",
    ],
    [
      'a capability root',
      'capabilityRoots/discoverV1',
      { roots: [{ id: 'i', path: 'file:///C:/x' }] },
      "failed to inspect capability root file:///C:/x: 'file:///C:/x' is invalid on 'OS'",
    ],
  ];

  test.each(
    REQUESTS.flatMap((request) =>
      [
        ['linux', 'linux'],
        ['darwin', 'macos'],
        ['win32', 'windows'],
        ['freebsd', 'freebsd'],
      ].map(([platform = '', os = '']) => [request[0], platform, os, request] as const),
    ),
  )('%s on the platform %s is reported as invalid on %s', async (_what, platform, os, request) => {
    const { jsonRpc, harness } = testServer();
    harness.host.platform = platform;
    const line = linkedLine(jsonRpc);
    line.send(INITIALIZE);
    await line.received.next();
    line.send(INITIALIZED);
    const [, method, params, text] = request;
    line.send(JSON.stringify({ id: 1, method, params }));

    expect(await line.received.next()).toContain(text.replace('OS', os));
  });

  test('is an internal error when the host cannot be described', async () => {
    const { jsonRpc, harness } = testServer();
    const line = linkedLine(jsonRpc);
    line.send(INITIALIZE);
    await line.received.next();
    line.send(INITIALIZED);
    harness.host.failure = new Error('no host');
    line.send('{"id":1,"method":"fs/readFile","params":{"path":"file:///C:/x"}}');

    expect(await line.received.next()).toContain('internal error; see the server log');
  });
});
