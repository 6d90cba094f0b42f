import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Client, RunOptions } from '../../../src/client/index.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';
import { isPending } from '../../support/is-pending.js';
import { describeNeeding } from '../../support/needing.js';
import { canHang, mountHanging } from '../../support/processes/hanging-mount.js';
import { managed, pathRule, workspaceWrite } from '../sandbox/sandbox-policies.js';
import { describeSandboxed } from '../sandbox/with-bubblewrap.js';

/** Where a file system holds up the daemon, nothing ends by itself. */
const TIMEOUT_MS = 20_000;

describeNeeding('root and /dev/fuse', canHang)('A file system that hangs', () => {
  let server: ExecServerHarness;
  let client: Client;
  let parent: string;
  let directory: string;
  let mounted: (() => void)[];

  beforeEach(async () => {
    parent = mkdtempSync('/tmp/hanging-');
    directory = join(parent, 'later');
    mkdirSync(directory);
    // The daemon looks for new mounts once a second: it knows at once that this host has such file systems.
    const earlier = join(parent, 'earlier');
    mkdirSync(earlier);
    mounted = [mountHanging(earlier)];
    server = await execServer({ mode: 'daemon' });
    client = await server.client();
  });

  afterEach(async () => {
    release();
    await client.close();
    await server.shutdown();
    rmSync(parent, { recursive: true });
  });

  const hang = (): void => {
    mounted.push(mountHanging(directory));
  };

  const release = (): void => {
    for (const unmount of mounted.splice(0)) {
      unmount();
    }
  };

  /** Runs a program while the request waits, which fails once the file system is gone. */
  const expectOthersServed = async (waiting: Promise<unknown>): Promise<void> => {
    const settled = waiting.catch(() => 'failed');
    await expect(client.run('echo', ['served'])).resolves.toMatchObject({ stdout: 'served' });
    expect(await isPending(settled)).toBe(true);
    release();
    await settled;
  };

  const start = async (options: RunOptions & { readonly file?: string }): Promise<unknown> =>
    await client.run(options.file ?? 'true', [], { ...options, reject: false });

  test.each([
    ['the directory of a start on pipes', () => start({ cwd: directory })],
    ['the directory of a start on a terminal', () => start({ cwd: directory, tty: true })],
    ['the program of a start', () => start({ file: join(directory, 'program') })],
    ['a directory on the PATH of a start', () => start({ env: { PATH: `${directory}:/bin` } })],
    ['a file to be read', () => client.files.readFile(join(directory, 'file'))],
  ])(
    'delays no other request than that which needs it: %s',
    async (_, request) => {
      hang();

      await expectOthersServed(request());
    },
    TIMEOUT_MS,
  );

  describeSandboxed('below a sandbox', () => {
    test(
      'delays no other request when it is the directory of a start',
      async () => {
        hang();

        await expectOthersServed(start({ cwd: directory, sandbox: workspaceWrite('/var/tmp') }));
      },
      TIMEOUT_MS,
    );

    test(
      'delays no other request when it is mounted while a worker for files is kept',
      async () => {
        writeFileSync(join(directory, 'file'), 'text');
        const connection = await server.testClient();
        const read = (): Promise<unknown> =>
          connection.request('fs/readFile', {
            path: pathToFileURL(join(directory, 'file')).href,
            sandbox: managed(directory, [pathRule(directory, 'read')]),
          });
        await read();
        hang();

        await expectOthersServed(read());
      },
      TIMEOUT_MS,
    );
  });
});
