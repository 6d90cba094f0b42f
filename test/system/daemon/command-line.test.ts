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

  // Here and below: one case of each kind. test/main has all of them, in the process of the test.
  test('an invalid --listen fails with one line', async () => {
    const url = 'ws://localhost:1';
    const stderr = `Error: invalid websocket --listen URL \`${url}\`; expected \`ws://IP:PORT\`\n`;
    expect(await runCli(['--listen', url])).toEqual({ code: 1, stdout: '', stderr });
  });

  test('--listen ws://0.0.0.0:0 is refused where EXEC_SERVER_ALLOW_UNAUTHENTICATED is false', async () => {
    const env = { EXEC_SERVER_ALLOW_UNAUTHENTICATED: 'false' };
    const { code, stdout, stderr } = await runCli(['--listen', 'ws://0.0.0.0:0'], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Error: refusing to listen on .*no authentication.*\n$/);
  });

  test('an address of another host fails with one line', async () => {
    const url = 'ws://192.0.2.1:0';
    const { code, stderr } = await runCli(['--listen', url, '--allow-unauthenticated']);
    expect(code).toBe(1);
    expect(stderr).toContain(`Error: Address not available (os error 99): ${url}\n`);
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

  test('an unknown flag is a usage error', async () => {
    const { code, stdout, stderr } = await runCli(['--nope']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).not.toContain('    at ');
  });

  test('an invalid environment variable is named in the error', async () => {
    const { code, stderr } = await runCli([], { EXEC_SERVER_MAX_SESSIONS: 'many' });
    expect(code).toBe(2);
    expect(stderr).toContain('EXEC_SERVER_MAX_SESSIONS');
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

  test('standard output is the URL alone, standard error the log in JSON without whole session ids', async () => {
    const server = await execServer({ mode: 'daemon', args: ['--log-level', 'trace'] });
    await server.reconnect({ resume: true });
    await server.shutdown();
    const lines =
      server.daemon?.stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)) ?? [];
    expect(lines[0]).toMatchObject({ msg: 'listening', url: server.url });
    expect(lines.at(-1)).toMatchObject({ msg: 'stopped' });
    expect(server.url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/);
    expect(server.daemon?.stderr).toContain('session resumed');
    expect(server.daemon?.stderr).not.toContain(server.sessionId);
  });
});
