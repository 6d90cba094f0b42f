import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { WebSocketServer } from 'ws';
import { allEnded } from '../../adapters/processes/proc-inspection.js';
import { fixedPort } from '../../support/sockets/fixed-port.js';
import { PrivateHost } from '../../system/cli/private-host.js';

let host: PrivateHost;
beforeEach(() => {
  host = new PrivateHost();
});
afterEach(() => {
  host.dispose();
});

describe('exec-server run', () => {
  const ownHost = new PrivateHost();
  afterAll(() => ownHost.dispose());

  test.each([
    ['a directory that does not exist', ['-C', '/nonexistent', 'true'], 'does not exist'],
    ['a directory that is a file', ['-C', '/etc/passwd', 'true'], 'is not a directory'],
  ])('names %s, and not the program', async (_, args, text) => {
    expect(await ownHost.run(['run', ...args])).toEqual({
      code: 255,
      stdout: '',
      stderr: `exec-server: working directory \`${args[1]}\` ${text}\n`,
    });
  });

  test('fails in a directory that was removed, and leaves nothing behind', async () => {
    const line = 'mkdir gone; cd gone; rmdir ../gone; exec-server run true; exec-server ps -aq';
    expect(await host.shell(line)).toMatchObject({
      stdout: '',
      stderr: 'exec-server: the working directory of this shell does not exist any more\n',
    });
    const elsewhere = line.replace('run true', 'run -C / pwd');
    expect(await host.shell(elsewhere)).toMatchObject({ stdout: '/\n', stderr: '' });
  });

  test.each([
    ['a variable without a name', ['-e', '=x', 'true'], /Expected KEY=VALUE, or KEY[.]/],
    ['a port that cannot be', ['--url', 'ws://127.0.0.1:99999', 'true'], /is no address/],
  ])('refuses %s without a daemon', async (_, args, text) => {
    expect(await host.run(['run', ...args])).toMatchObject({
      code: 255,
      stderr: expect.stringMatching(text),
    });
    expect(host.daemonPid).toBeUndefined();
  });
});

/** The processes that were started with the environment of the host. */
const processesOf = ({ directory }: PrivateHost): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`=${directory}\0`);
      } catch {
        return false;
      }
    })
    .map(Number);

test('A daemon whose address cannot be noted is ended, and the error names the file', async () => {
  const address = join(host.directory, 'exec-server', 'daemon.json');
  mkdirSync(join(address, 'in-the-way'), { recursive: true, mode: 0o700 });
  const { code, stderr } = await host.run(['run', 'true']);
  expect(code).toBe(255);
  expect(stderr).toContain(`exec-server: ${address} cannot be written: `);
  await allEnded(processesOf(host));
});

/** Leaves a command running that does nothing; resolves with its id. */
const detach = async (env: NodeJS.ProcessEnv = {}): Promise<string> =>
  (await host.run(['run', '-d', 'sleep', '1000'], { env })).stdout.trim();

test('Commands that look on tell at once that the daemon has ended, each with one line', async () => {
  const metrics = `127.0.0.1:${await fixedPort()}`;
  const env = { EXEC_SERVER_METRICS_LISTEN: metrics };
  const ids = [await detach(env), await detach(env)];
  const waiting = host.start(['wait', ...ids]);
  const following = host.run(['logs', '-f', ...ids.slice(0, 1)]);
  for (let opened = 0; opened < ids.length + 3; ) {
    const text = await (await fetch(`http://${metrics}/metrics`)).text();
    opened = Number(/_requests_total{method="initialize",result="success"} (.*)/.exec(text)?.[1]);
  }
  process.kill(host.daemonPid as number, 'SIGKILL');
  const line = 'exec-server: the daemon has ended, and the command with it\n';
  expect(await waiting.ended).toEqual({ code: 255, stdout: '', stderr: `${line}${line}` });
  expect(await following).toMatchObject({ code: 255, stderr: line });
});

test('A session whose command was never started is named, with what forgets it', async () => {
  const id = await detach();
  const path = join(host.directory, 'exec-server', 'sessions', `${id}.json`);
  const record = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...record, processId: 'never' }));
  for (const command of ['attach', 'logs', 'wait', 'kill']) {
    expect(await host.run([command, id])).toMatchObject({
      code: 255,
      stderr: expect.stringMatching(`${id} was not started, .* exec-server rm ${id}\n$`),
    });
  }
  expect(await host.run(['rm', id])).toMatchObject({ code: 0 });
});

test('A copy asks for a session of an hour, since nothing remembers one that it leaves behind', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const asked = once(server, 'connection').then(async ([socket]) => {
    const [message] = await once(socket, 'message');
    socket.terminate();
    return JSON.parse(message);
  });
  const { port } = server.address() as AddressInfo;
  const copy = host.run(['cp', '--url', `ws://127.0.0.1:${port}`, '/etc/passwd', ':copy']);
  expect((await asked).params.extensions).toMatchObject({ sessionTtlMs: 3_600_000 });
  expect((await copy).code).toBe(255);
  server.close();
});

test('A file that is copied onto itself keeps its content, and the copy fails', async () => {
  const path = join(host.directory, 'f');
  writeFileSync(path, 'content');
  for (const paths of [
    [path, ':f'],
    [':f', host.directory],
  ]) {
    expect(await host.run(['cp', ...paths])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^exec-server: skipped .*f: the same file as .*f\n$/),
    });
  }
  expect(readFileSync(path, 'utf8')).toBe('content');
});

test('A full disk under standard output is named, by commands that end at once as well', async () => {
  const text = 'exec-server: standard output cannot be written: ENOSPC';
  const { stderr } = await host.shell('exec-server completion bash >/dev/full; echo $? >&2');
  expect(stderr).toMatch(new RegExp(`^${text}.*\\n255\\n$`));
});
