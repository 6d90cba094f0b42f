import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import type { Client } from '../../../src/client/index.js';
import { type ExecServerHarness, execServer, type TestClient } from '../../../src/testing/index.js';
import { allEnded, eventually, guardOf } from '../../adapters/processes/proc-inspection.js';
import { firstOutput } from '../../support/processes/first-output.js';
import { sharedDaemon } from '../../support/shared-daemon.js';
import { BASE, runConfined, sandboxFixture, startConfined } from './sandbox-fixture.js';
import { managed, pathRule, WORKSPACE_WRITE_RULES, workspaceWrite } from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

const NAMES = ['.agents', '.aws', '.codex', '.git'];
const dataBase64 = Buffer.from('changed').toString('base64');
/** Goes on trying to make a protected name until the kernel ends it. */
const MAKE_IN_BACKGROUND = '{ while :; do mkdir .git .aws; done; } 2> /dev/null & echo started';
const RUNS = 3;
const WAIT = { argv: ['sh', '-c', 'echo ready; read line'], stdin: 'pipe' } as const;

describeSandboxed('The placeholders of a sandbox', () => {
  const fixture = sandboxFixture();
  const names = (): readonly string[] => readdirSync(fixture.workspace).sort();
  const uri = (name: string): string => pathToFileURL(join(fixture.workspace, name)).href;
  /** Resolves with what kills one that waits, once it does. */
  const waiting = async (sandbox = workspaceWrite(fixture.workspace)) => {
    const process = startConfined(fixture, '', { ...WAIT, sandbox });
    await firstOutput(process);
    return async (): Promise<void> => {
      await process.kill('SIGKILL');
      await process;
    };
  };

  test.each([
    ['on pipes, with a process that goes on', false, MAKE_IN_BACKGROUND],
    ['on a terminal, with a process that goes on', true, MAKE_IN_BACKGROUND],
  ])('are gone when a process has closed, %s', async (_how, tty, script) => {
    for (let run = 0; run < RUNS; run += 1) {
      await runConfined(fixture, script, { tty });
      expect(names()).toEqual([]);
    }
  });

  test('are gone when a process that was killed has closed', async () => {
    const kill = await waiting();
    expect(names()).toEqual(NAMES);
    await kill();
    expect(names()).toEqual([]);
  });

  test('are gone when a start has failed', async () => {
    const argv = ['true', ...Array.from({ length: 40 }, () => 'x'.repeat(100_000))];
    await expect(startConfined(fixture, '', { argv }).started).rejects.toThrow('os error 7');
    expect(names()).toEqual([]);
  });

  test('stay for another sandbox of the workspace, and are gone with the last', async () => {
    const rules = [...WORKSPACE_WRITE_RULES, pathRule(join(fixture.workspace, '.other'), 'read')];
    const killFirst = await waiting();
    const killSecond = await waiting(managed(fixture.workspace, rules));
    await killFirst();
    expect(names()).toEqual([...NAMES, '.other'].sort());
    await fixture.server.request('fs/writeFile', {
      path: uri('file'),
      dataBase64,
      sandbox: workspaceWrite(fixture.workspace),
    });
    expect(names()).toEqual([...NAMES, '.other', 'file'].sort());
    await killSecond();
    expect(names()).toEqual(['file']);
  });

  test('are gone when a file method has its answer, and while a file is open', async () => {
    // Hides something, so that reading has a worker as well.
    const rules = [...WORKSPACE_WRITE_RULES, pathRule('/root', 'deny')];
    const sandbox = managed(fixture.workspace, rules);
    const ask = async (method: string, params: object): Promise<readonly string[]> => {
      await fixture.server.request(`fs/${method}`, { ...params, sandbox }).catch(() => undefined);
      return names();
    };
    const handle = { handleId: 'h', path: uri('file') };

    expect(await ask('writeFile', { path: uri('file'), dataBase64 })).toEqual(['file']);
    expect(await ask('readFile', { path: uri('file') })).toEqual(['file']);
    expect(await ask('createDirectory', { path: uri('.git/hooks') })).toEqual(['file']);
    expect(await ask('open', { ...handle, mode: 'replace' })).toEqual(['file']);
    const block = { handleId: 'h', offset: 0, chunk: dataBase64 };
    await fixture.server.request('fs/writeBlock', block);
    await fixture.server.request('fs/close', { handleId: 'h' });
    const read = await fixture.server.request('fs/readFile', { path: uri('file') });
    expect(read).toEqual({ dataBase64 });
    expect(await ask('remove', { path: uri('file') })).toEqual([]);
  });

  test('do not make way for a name while another file method runs', async () => {
    const other = await (await sharedDaemon()).testClient();
    const sandbox = workspaceWrite(fixture.workspace);
    const write = (client: TestClient, name: string) =>
      client.request('fs/writeFile', { path: uri(name), dataBase64, sandbox });
    const asked = Array.from({ length: 2 }, (_, index) => [
      write(fixture.server, `file-${index}`),
      write(other, '.git/config').catch(() => undefined),
      write(other, '.codex').catch(() => undefined),
    ]);
    await Promise.all(asked.flat());
    expect(names()).toEqual(asked.map((_, index) => `file-${index}`));
  });
});

describeSandboxed('The placeholders of a daemon', () => {
  let server: ExecServerHarness | undefined;
  let client: Client | undefined;
  let workspace = '';

  afterEach(async () => {
    await server?.shutdown();
    rmSync(workspace, { recursive: true, force: true });
  });

  const start = async (...args: readonly string[]): Promise<ExecServerHarness> => {
    mkdirSync(BASE, { recursive: true });
    workspace = mkdtempSync(join(BASE, 'placeholders-'));
    server = await execServer({ mode: 'daemon', args });
    client = await server.client();
    await startConfined({ client, workspace }, '', WAIT).started;
    expect(readdirSync(workspace).sort()).toEqual(NAMES);
    return server;
  };
  const areGone = (): Promise<boolean> => eventually(() => readdirSync(workspace).length === 0);

  test('are removed by its guard when it is killed', async () => {
    const { daemon } = await start();
    daemon?.kill('SIGKILL');
    await areGone();
  });

  test('are gone when it has stopped', async () => {
    await (await start()).shutdown();
    expect(readdirSync(workspace)).toEqual([]);
  });

  test('are gone when their session has expired', async () => {
    await start('--session-ttl', '1ms');
    await client?.detach();
    await areGone();
  });

  test('stay for a sandbox of another daemon when it is killed, and are gone with that one', async () => {
    const { daemon } = await start();
    const other = await execServer({ mode: 'daemon' });
    try {
      const script = 'echo ready; read line; mkdir .git/hooks || echo protected';
      const argv = ['sh', '-c', script];
      const own = { client: await other.client(), workspace };
      const process = startConfined(own, '', { ...WAIT, argv });
      await firstOutput(process);
      const guard = guardOf(daemon?.pid ?? 0);
      daemon?.kill('SIGKILL');
      await allEnded([guard ?? 0]);
      expect(readdirSync(workspace).sort()).toEqual(NAMES);
      process.stdin?.write('\n');
      expect((await process).stdout).toBe('ready\nprotected\n');
      expect(readdirSync(workspace)).toEqual([]);
    } finally {
      await other.shutdown();
    }
  });
});
