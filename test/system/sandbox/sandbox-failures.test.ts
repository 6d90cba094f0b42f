import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../../../src/client/index.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/index.js';
import { BASE } from './sandbox-fixture.js';
import {
  DISABLED,
  managed,
  pathRule,
  readOnly,
  WORKSPACE_WRITE_RULES,
  workspaceWrite,
} from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

const dataBase64 = Buffer.from('changed').toString('base64');

let server: ExecServerHarness;
let client: Client;
let directory: string;
let inside: string;

const createDirectories = (): void => {
  mkdirSync(BASE, { recursive: true });
  directory = mkdtempSync(join(BASE, 'failing-'));
  inside = join(directory, 'inside');
  mkdirSync(inside);
};

const write = (name: string, sandbox = workspaceWrite(inside)): Promise<unknown> =>
  server.request('fs/writeFile', { path: `file://${join(inside, name)}`, dataBase64, sandbox });

describe('Without bubblewrap', () => {
  beforeAll(async () => {
    createDirectories();
    server = await execServer({ mode: 'daemon', args: ['--bwrap-path', '/nowhere/bwrap'] });
    client = await server.client();
  });

  afterAll(async () => {
    await server.shutdown();
    rmSync(directory, { recursive: true, force: true });
  });

  test('a confined start is refused with what to install, and its id stays free', async () => {
    for (const sandbox of [readOnly('/'), workspaceWrite('/')]) {
      const start = client.run('true', [], { processId: 'p', sandbox, reject: false }).started;
      await expect(start).rejects.toMatchObject({
        code: -32_603,
        message: expect.stringMatching(
          /^filesystem sandbox cannot be enforced on this executor: bubblewrap was not found at `\/nowhere\/bwrap`; install it .*apt-get install bubblewrap/,
        ),
      });
    }
    await client.run('true', [], { processId: 'p' });
  });

  test('a process without confinement runs', async () => {
    expect((await client.run('echo', ['free'], { sandbox: DISABLED })).stdout).toBe('free');
  });

  test('a confined file method is refused and changes nothing', async () => {
    await expect(write('new')).rejects.toMatchObject({
      code: -32_603,
      message: expect.stringContaining('apt-get install bubblewrap'),
    });
    expect(existsSync(join(inside, 'new'))).toBe(false);
  });
});

describeSandboxed('A bubblewrap that fails', () => {
  let failures: string;

  beforeAll(async () => {
    createDirectories();
    failures = join(directory, 'failures');
    const script = [
      '#!/bin/sh',
      `for failure in ${failures}/*; do`,
      '  rm "$failure" 2> /dev/null && echo "bwrap: Can\'t find source path" >&2 && exit 1',
      'done',
      'exec bwrap "$@"',
    ];
    writeFileSync(join(directory, 'bwrap'), script.join('\n'), { mode: 0o755 });
    server = await execServer({ mode: 'daemon', args: ['--bwrap-path', join(directory, 'bwrap')] });
    client = await server.client();
    // It is looked up and tried, with a sandbox of other rules than those of the tests.
    await write('tried', managed(inside, [...WORKSPACE_WRITE_RULES, pathRule(directory, 'read')]));
  });

  afterEach(() => rmSync(failures, { recursive: true, force: true }));

  afterAll(async () => {
    await server.shutdown();
    rmSync(directory, { recursive: true, force: true });
  });

  const failNextTimes = (times: number): void => {
    mkdirSync(failures);
    for (let n = 0; n < times; n += 1) {
      writeFileSync(join(failures, `${n}`), '');
    }
  };

  test('is started again up to two times', async () => {
    failNextTimes(2);
    await write('new');
    expect(readFileSync(join(inside, 'new'), 'utf8')).toBe('changed');
  });

  test('is reported after three failures, and nothing is changed', async () => {
    failNextTimes(3);
    await expect(write('unchanged')).rejects.toMatchObject({
      code: -32_603,
      message: expect.stringContaining("bwrap: Can't find source path"),
    });
    expect(existsSync(join(inside, 'unchanged'))).toBe(false);
  });

  test('is searched for again after it was removed, replaced or made not executable', async () => {
    const program = join(directory, 'bwrap');
    const start = async (): Promise<string> =>
      (await client.run('echo', ['ran'], { sandbox: readOnly('/') })).stdout;
    expect(await start()).toBe('ran');

    renameSync(program, join(directory, 'away'));
    await expect(start()).rejects.toThrow('bubblewrap was not found');
    writeFileSync(program, '#!/bin/sh\necho too old >&2; exit 1', { mode: 0o755 });
    await expect(start()).rejects.toThrow('bubblewrap cannot create a sandbox (too old)');
    chmodSync(program, 0o644);
    await expect(start()).rejects.toThrow('bubblewrap was not found');
    renameSync(join(directory, 'away'), program);
    expect(await start()).toBe('ran');
  });
});
