import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../../src/application/limits/limits.js';
import type { ExecServerHarness } from '../../../src/testing/harness.js';
import { sharedDaemon } from '../../support/shared-daemon.js';

let server: ExecServerHarness;
let root: string;

beforeAll(async () => {
  server = await sharedDaemon();
  root = mkdtempSync(join(realpathSync(tmpdir()), 'exec-server-files-'));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const uri = (name: string): string => `file://${root}/${name}`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('fs/readFile returns at most 49283072 bytes, which fit a message of the Codex client', async () => {
  writeFileSync(join(root, 'large'), '');
  truncateSync(join(root, 'large'), DEFAULT_LIMITS.maxReadFileBytes);
  const { dataBase64 } = await server.request<{ dataBase64: string }>('fs/readFile', {
    path: uri('large'),
  });
  expect(dataBase64.length).toBeLessThan(64 * 1024 * 1024 - 64 * 1024);

  truncateSync(join(root, 'large'), DEFAULT_LIMITS.maxReadFileBytes + 1);
  await expect(server.request('fs/readFile', { path: uri('large') })).rejects.toMatchObject({
    code: -32_600,
    message: expect.stringContaining('file is too large to read: limit is 49283072 bytes'),
  });
}, 60_000);

test('pipelined file requests take effect in order, and a FIFO does not block them', async () => {
  execFileSync('mkfifo', [join(root, 'fifo')]);
  const text = (step: number): string => `step ${step}`;
  const steps = Array.from({ length: 50 }, (_, step) => step);
  const fifo = server.request('fs/writeFile', { path: uri('fifo'), dataBase64: base64('x') });
  const refused = expect(fifo).rejects.toMatchObject({ code: -32_600 });
  const answers = steps.map(async (step) => {
    const write = server.request('fs/writeFile', {
      path: uri('f'),
      dataBase64: base64(text(step)),
    });
    const read = server.request<{ dataBase64: string }>('fs/readFile', { path: uri('f') });
    await write;
    return Buffer.from((await read).dataBase64, 'base64').toString();
  });

  expect(await Promise.all(answers)).toEqual(steps.map(text));
  await refused;
  expect(readdirSync(root).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a file found by fs/walk can be read, whatever the bytes of its name', async () => {
  await server.request('fs/createDirectory', { path: uri('odd') });
  const names = ['a%09b', 'a%0Ab', '%FF%C3', '%C3%A9'];
  for (const name of names) {
    await server.request('fs/writeFile', { path: uri(`odd/${name}`), dataBase64: base64(name) });
  }
  const options = { maxDepth: 1, maxDirectories: 9, maxEntries: 9, followDirectorySymlinks: false };
  const walk = await server.request<{ entries: { path: string }[]; errors: unknown[] }>('fs/walk', {
    path: uri('odd'),
    options,
  });

  expect(walk.errors).toEqual([]);
  expect(walk.entries.map(({ path }) => path).sort()).toEqual(
    names.map((n) => uri(`odd/${n}`)).sort(),
  );
  for (const { path } of walk.entries) {
    const { dataBase64 } = await server.request<{ dataBase64: string }>('fs/readFile', { path });
    expect(uri(`odd/${Buffer.from(dataBase64, 'base64')}`)).toBe(path);
  }
});
