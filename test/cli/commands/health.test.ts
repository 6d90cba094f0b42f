import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { CliError } from '../../../src/cli/cli-error.js';
import type { HealthOptions } from '../../../src/cli/command-options.js';
import { health } from '../../../src/cli/commands/health.js';
import { recordDaemon } from '../../../src/cli/daemon/daemon-address.js';
import { identify } from '../../../src/cli/daemon/process-identity.js';
import { openStateDirectory } from '../../../src/cli/daemon/state-directory.js';
import type { Host } from '../../../src/cli/host.js';
import type { askProbe, ProbeAnswer } from '../../../src/cli/server/ask-probe.js';

const URL = 'ws://127.0.0.1:8765';

let runtime: string;
let printed: string;
let asked: string[];

beforeEach(() => {
  runtime = mkdtempSync(join(tmpdir(), 'health-'));
  printed = '';
  asked = [];
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(runtime, { recursive: true });
});

const hostWith = (env: Host['env'] = {}): Host =>
  ({
    env: { XDG_RUNTIME_DIR: runtime, ...env },
    uid: process.geteuid?.() ?? 0,
    stdout: {
      write: (text: string) => {
        printed += text;
      },
    },
  }) as unknown as Host;

/** The command, with a server that gives `answer`. */
const run = (
  options: Partial<HealthOptions>,
  answer: ProbeAnswer | Error = { status: 200, text: '' },
  host = hostWith(),
): Promise<number> => {
  const ask: typeof askProbe = async (url, path) => {
    asked.push(`${url} ${path}`);
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
  return health({ timeout: 2000, ...options }, host, ask);
};

describe('exec-server health', () => {
  test('asks whether the server takes new sessions, prints one line and exits with 0', async () => {
    expect(await run({ url: URL })).toBe(0);
    expect(asked).toEqual([`${URL} /readyz`]);
    expect(printed).toBe(`${URL} is ready\n`);
  });

  test('asks with --live only whether the server answers', async () => {
    expect(await run({ url: URL, live: true })).toBe(0);
    expect(asked).toEqual([`${URL} /livez`]);
    expect(printed).toBe(`${URL} is live\n`);
  });

  test.each<[string, ProbeAnswer | Error, string]>([
    [
      'draining',
      { status: 503, text: 'draining: 1 session left\n' },
      'is not ready: draining: 1 session left',
    ],
    ['no server of ours', { status: 404, text: '' }, 'is not ready: it answers 404'],
    ['text on two lines', { status: 500, text: 'a\nb' }, 'is not ready: a b'],
    ['refused', new Error('connect ECONNREFUSED'), 'is not ready: connect ECONNREFUSED'],
    [
      'hung',
      Object.assign(new Error(''), { name: 'AbortError' }),
      'is not ready: no answer within 2 s',
    ],
  ])('exits with 1 and one line when the server is %s', async (_, answer, line) => {
    const failed = await run({ url: URL }, answer).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(CliError);
    expect(failed).toMatchObject({ exitCode: 1, message: `${URL} ${line}` });
    expect(printed).toBe('');
  });

  test('waits for the longest timer of Node where --timeout is longer', async () => {
    const timeout = jest.spyOn(AbortSignal, 'timeout');
    expect(await run({ url: URL, timeout: 1000 * 3_600_000 })).toBe(0);
    expect(timeout).toHaveBeenCalledWith(2 ** 31 - 1);
  });

  test('takes the server of EXEC_SERVER_URL, unless --url names one', async () => {
    const host = hostWith({ EXEC_SERVER_URL: 'ws://10.0.0.1:1' });
    await run({}, undefined, host);
    await run({ url: URL }, undefined, host);
    expect(asked).toEqual(['ws://10.0.0.1:1 /readyz', `${URL} /readyz`]);
  });

  test('asks your own daemon where no server is named, and starts none', async () => {
    await expect(run({})).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/^no daemon of yours runs/),
    });
    const address = { ...identify(process.pid), url: URL, token: 'secret', version: '1' };
    recordDaemon(openStateDirectory(hostWith()), address);
    expect(await run({})).toBe(0);
    expect(asked).toEqual([`${URL} /readyz`]);
  });
});
