import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect } from '@jest/globals';
import { testNeeding } from '../../support/needing.js';
import { type StartedBy, startedBy } from '../started-by.js';
import { workspaceWrite } from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

/** A user without other processes. */
const USER = 54_321;
const AS_USER = ['setpriv', `--reuid=${USER}`, `--regid=${USER}`, '--clear-groups'] as const;

// Root is not bound by the limit, and of an ordinary user everything counts.
const testAsRoot = testNeeding('root', process.geteuid?.() === 0);

describeSandboxed('At the process limit', () => {
  let base: string;
  let daemon: StartedBy;

  beforeEach(async () => {
    if (process.geteuid?.() !== 0) {
      return;
    }
    base = mkdtempSync('/var/tmp/exec-server-');
    mkdirSync(join(base, 'workspace'));
    for (const path of [base, join(base, 'workspace')]) {
      chownSync(path, USER, USER);
    }
    daemon = await startedBy([...AS_USER], { PATH: process.env.PATH, TMPDIR: base, HOME: '/' });
  });

  afterEach(async () => {
    if (process.geteuid?.() !== 0) {
      return;
    }
    await daemon.stop();
    rmSync(base, { recursive: true });
  });

  const limit = (processes: string): void => {
    const args = ['prlimit', '--pid', `${daemon.pid}`, `--nproc=${processes}:`];
    const { stderr } = spawnSync(AS_USER[0], [...AS_USER.slice(1), ...args], { encoding: 'utf8' });
    expect(stderr).toBe('');
  };
  const workspace = () => join(base, 'workspace');
  const start = async (): Promise<string> => {
    const { client } = daemon;
    const options = {
      cwd: workspace(),
      sandbox: workspaceWrite(workspace()),
      stripFinalNewline: false,
    };
    return (await client.run('echo', ['ran'], options)).stdout;
  };
  const write = (): Promise<unknown> =>
    daemon.client.request('fs/writeFile', {
      path: pathToFileURL(join(workspace(), 'file')).href,
      dataBase64: '',
      sandbox: workspaceWrite(workspace()),
    });
  const shortage = 'Resource temporarily unavailable (os error 11): no more processes can be made';

  testAsRoot(
    'a sandboxed start and a file method fail with EAGAIN, and succeed above it',
    async () => {
      limit('1');
      await expect(start()).rejects.toThrow(shortage);
      await expect(write()).rejects.toThrow(shortage);
      limit('1000');
      expect(await start()).toBe('ran\n');
      await write();
      limit('1');
      await expect(start()).rejects.toThrow(shortage);
      limit('1000');
      expect(await start()).toBe('ran\n');
    },
  );
});
