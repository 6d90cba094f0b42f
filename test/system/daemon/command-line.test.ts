import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { execServer } from '../../../src/testing/harness.js';
import { runCli } from '../run-cli.js';

const version = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
).version;

describe('exec-server command line', () => {
  test('--help names the main options and --version prints the version of the package', async () => {
    const [help, printed] = await Promise.all([runCli(['--help']), runCli(['--version'])]);
    expect(help.code).toBe(0);
    for (const flag of ['--listen', '--log-level', '--session-ttl', '--max-connections']) {
      expect(help.stdout).toContain(flag);
    }
    expect(help.stdout).toContain('EXEC_SERVER_SESSION_TTL');
    expect(printed).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  const invalid = (url: string) =>
    `Error: invalid websocket --listen URL \`${url}\`; expected \`ws://IP:PORT\`\n`;

  // Here and below: one case of each kind. test/main has all of them, in the process of the test.
  test.each([['ws://localhost:1', invalid('ws://localhost:1')]])(
    '--listen %j fails with one line',
    async (url, message) => {
      expect(await runCli(['--listen', url])).toEqual({ code: 1, stdout: '', stderr: message });
    },
  );

  test.each(['ws://0.0.0.0:0', 'ws://[::]:0'])(
    '--listen %s without authentication is refused with the reason',
    async (url) => {
      const { code, stdout, stderr } = await runCli(['--listen', url]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^Error: refusing to listen on .*no authentication.*\n$/);
    },
  );

  test.each([
    ['ws://192.0.2.1:0', 'Address not available (os error 99)'],
    ['ws://[2001:db8::1]:0', 'Address not available (os error 99)'],
  ])('an address of another host fails with one line', async (url, reason) => {
    const { code, stderr } = await runCli(['--listen', url, '--allow-unauthenticated']);
    expect(code).toBe(1);
    expect(stderr).toContain(`Error: ${reason}: ${url}\n`);
  });

  test('--exit-when-idle stops a daemon without a session, in order', async () => {
    const { code, stderr } = await runCli(['--exit-when-idle', '100ms']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/no session for --exit-when-idle.*\n.*stopping.*\n.*stopped/);
  });

  test('a port in use fails with one line', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const run = await runCli(['--listen', `ws://127.0.0.1:${port}`]);
    other.close();
    expect(run).toEqual({
      code: 1,
      stdout: '',
      stderr: `Error: Address in use (os error 98): ws://127.0.0.1:${port}\n`,
    });
  });

  test.each([
    ['an unknown flag', ['--nope']],
    ['a bad size', ['--max-frame-bytes', '0']],
  ])('%s is a usage error', async (_, args) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).not.toContain('    at ');
  });

  test('an invalid environment variable is named in the error', async () => {
    const { code, stderr } = await runCli([], { EXEC_SERVER_MAX_SESSIONS: 'many' });
    expect(code).toBe(2);
    expect(stderr).toContain('EXEC_SERVER_MAX_SESSIONS');
  });

  test.each(['false'])(
    'EXEC_SERVER_ALLOW_UNAUTHENTICATED=%s does not allow unauthenticated clients',
    async (text) => {
      const env = { EXEC_SERVER_ALLOW_UNAUTHENTICATED: text };
      const { code, stderr } = await runCli(['--listen', 'ws://0.0.0.0:0'], env);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Error: refusing to listen/);
    },
  );

  test.each(['maybe'])('a boolean environment variable of %j is a usage error', async (text) => {
    const env = { EXEC_SERVER_ALLOW_UNAUTHENTICATED: text };
    const { code, stderr } = await runCli(['--listen', 'ws://0.0.0.0:0'], env);
    expect(code).toBe(2);
    expect(stderr).toContain('EXEC_SERVER_ALLOW_UNAUTHENTICATED');
  });

  test('a misspelt variable, and options without effect, are warned of without values', async () => {
    const env = { EXEC_SERVER_ALOW_UNAUTHENTICATED: '1' };
    const args = ['-c', 'a="s3cr3t"', '--strict-config'];
    await using server = await execServer({ mode: 'daemon', env, args });
    const lines = server.daemon?.stderr.split('\n').slice(0, 2) ?? [];
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        level: 40,
        variable: 'EXEC_SERVER_ALOW_UNAUTHENTICATED',
        nearest: 'EXEC_SERVER_ALLOW_UNAUTHENTICATED',
      },
      { level: 40, msg: 'options without effect', options: '--config, --strict-config' },
    ]);
    expect(server.daemon?.stderr).not.toContain('s3cr3t');
  });

  test('a flag overrides the environment, which overrides the default', async () => {
    const env = { EXEC_SERVER_LISTEN: 'nonsense', EXEC_SERVER_MAX_SESSIONS: '1' };
    await using server = await execServer({ mode: 'daemon', env });
    await expect(server.testClient()).rejects.toThrow('at most 1 (--max-sessions)');
    expect((await runCli([], env)).stderr).toContain('unsupported --listen URL `nonsense`');
  });

  test('standard output is the URL alone and standard error is the log in JSON', async () => {
    const server = await execServer({ mode: 'daemon' });
    await server.shutdown();
    const lines =
      server.daemon?.stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)) ?? [];
    expect(lines[0]).toMatchObject({ msg: 'listening', url: server.url });
    expect(lines.at(-1)).toMatchObject({ msg: 'stopped' });
    expect(server.url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/);
  });

  test('the log never contains a whole session id', async () => {
    const server = await execServer({ mode: 'daemon', args: ['--log-level', 'trace'] });
    await server.reconnect({ resume: true });
    await server.shutdown();
    expect(server.daemon?.stderr).toContain('session resumed');
    expect(server.daemon?.stderr).not.toContain(server.sessionId);
  });
});
