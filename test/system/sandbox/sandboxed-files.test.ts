import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { TestClient } from '../../../src/testing/test-client.js';
import { sharedDaemon } from '../../support/shared-daemon.js';
import { BASE } from './sandbox-fixture.js';
import {
  managed,
  pathRule,
  readOnly,
  WORKSPACE_WRITE_RULES,
  workspaceWrite,
} from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

const dataBase64 = Buffer.from('changed').toString('base64');

let directory: string;
let inside: string;
let outside: string;

const uri = (...names: string[]) => `file://${join(directory, ...names)}`;

const createDirectories = (): void => {
  mkdirSync(BASE, { recursive: true });
  directory = mkdtempSync(join(BASE, 'files-'));
  inside = join(directory, 'inside');
  outside = join(directory, 'outside');
  mkdirSync(join(outside, 'sub'), { recursive: true });
  mkdirSync(join(inside, '.git'), { recursive: true });
  writeFileSync(join(outside, 'marker'), 'untouched');
  writeFileSync(join(inside, 'file'), 'own');
  writeFileSync(join(inside, '.git', 'HEAD'), 'untouched');
  symlinkSync(outside, join(inside, 'link'));
  symlinkSync(join(outside, 'marker'), join(inside, 'marker'));
  symlinkSync(join(outside, 'dangling'), join(inside, 'dangling'));
};

describeSandboxed('A file method in a sandbox', () => {
  let server: TestClient;

  beforeAll(async () => {
    server = await (await sharedDaemon()).testClient();
  });

  afterAll(async () => {
    await server.disconnect();
  });

  beforeEach(createDirectories);

  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const ask = (method: string, params: object, sandbox: object = workspaceWrite(inside)) =>
    server.request<Record<string, unknown>>(`fs/${method}`, { ...params, sandbox });

  const ATTEMPTS: [name: string, method: string, params: () => object][] = [
    ['a write', 'writeFile', () => ({ path: uri('outside', 'new'), dataBase64 })],
    [
      'a write of an existing file',
      'writeFile',
      () => ({ path: uri('outside', 'marker'), dataBase64 }),
    ],
    ['a write through a link', 'writeFile', () => ({ path: uri('inside', 'marker'), dataBase64 })],
    [
      'a write through a linked directory',
      'writeFile',
      () => ({ path: uri('inside', 'link', 'x'), dataBase64 }),
    ],
    [
      'a write through a dangling link',
      'writeFile',
      () => ({ path: uri('inside', 'dangling'), dataBase64 }),
    ],
    [
      'a write with ..',
      'writeFile',
      () => ({ path: `${uri('inside')}/%2e%2e/outside/x`, dataBase64 }),
    ],
    [
      'a write through /proc',
      'writeFile',
      () => ({ path: `file:///proc/self/root${outside}/x`, dataBase64 }),
    ],
    [
      'a write to a protected path',
      'writeFile',
      () => ({ path: uri('inside', '.git', 'HEAD'), dataBase64 }),
    ],
    [
      'a write to the kernel',
      'writeFile',
      () => ({ path: 'file:///proc/sys/kernel/hostname', dataBase64 }),
    ],
    ['a directory', 'createDirectory', () => ({ path: uri('outside', 'a', 'b') })],
    ['a directory through a link', 'createDirectory', () => ({ path: uri('inside', 'link', 'a') })],
    ['a removal', 'remove', () => ({ path: uri('outside', 'marker') })],
    ['a removal of a tree', 'remove', () => ({ path: uri('inside', 'link', 'sub') })],
    ['a removal of a protected path', 'remove', () => ({ path: uri('inside', '.git') })],
    [
      'a copy',
      'copy',
      () => ({
        sourcePath: uri('inside', 'file'),
        destinationPath: uri('outside', 'marker'),
        recursive: false,
      }),
    ],
    [
      'a copy of a tree',
      'copy',
      () => ({
        sourcePath: uri('inside', '.git'),
        destinationPath: uri('inside', 'link', 'git'),
        recursive: true,
      }),
    ],
    [
      'a file opened',
      'open',
      () => ({ handleId: 'h', path: uri('outside', 'marker'), mode: 'replace' }),
    ],
    [
      'a file opened through a link',
      'open',
      () => ({ handleId: 'h', path: uri('inside', 'link', 'x'), mode: 'replace' }),
    ],
  ];

  describe.each([
    ['read-only', readOnly],
    ['workspace-write', workspaceWrite],
  ])('confined by %s', (_name, sandboxOf) => {
    test.each(ATTEMPTS)('changes nothing outside by %s', async (_what, method, params) => {
      await expect(ask(method, params(), sandboxOf(inside))).rejects.toMatchObject({
        code: expect.any(Number),
        message: expect.stringMatching(/os error|is not a file/),
      });
      expect(readFileSync(join(outside, 'marker'), 'utf8')).toBe('untouched');
      expect(readFileSync(join(inside, '.git', 'HEAD'), 'utf8')).toBe('untouched');
      expect(readdirSync(outside)).toEqual(['marker', 'sub']);
    });
  });

  test('cannot write through a hard link in a read-only sandbox', async () => {
    linkSync(join(outside, 'marker'), join(inside, 'hard'));
    const sandbox = readOnly(inside);
    await expect(
      ask('writeFile', { path: uri('inside', 'hard'), dataBase64 }, sandbox),
    ).rejects.toThrow('Read-only file system (os error 30)');
    expect(readFileSync(join(outside, 'marker'), 'utf8')).toBe('untouched');
  });

  test('creates, writes, copies and removes in the workspace', async () => {
    await ask('createDirectory', { path: uri('inside', 'a', 'b') });
    await ask('writeFile', { path: uri('inside', 'a', 'b', 'c'), dataBase64 });
    await ask('copy', {
      sourcePath: uri('inside', 'a'),
      destinationPath: uri('inside', 'd'),
      recursive: true,
    });
    await ask('remove', { path: uri('inside', 'a') });
    expect(readFileSync(join(inside, 'd', 'b', 'c'), 'utf8')).toBe('changed');
    expect(existsSync(join(inside, 'a'))).toBe(false);
  });

  test('streams a file by blocks in both directions', async () => {
    const hidesOutside = managed(inside, [pathRule(inside, 'write')]);
    await ask('open', { handleId: 'w', path: uri('inside', 'big'), mode: 'replace' }, hidesOutside);
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    for (let block = 0; block < 4; block += 1) {
      await server.request('fs/writeBlock', {
        handleId: 'w',
        offset: block * chunk.length,
        chunk: chunk.toString('base64'),
      });
    }
    await server.request('fs/close', { handleId: 'w' });
    await ask('open', { handleId: 'r', path: uri('inside', 'big') }, hidesOutside);
    const read = { handleId: 'r', offset: 3 * chunk.length, len: chunk.length };
    expect(await server.request('fs/readBlock', read)).toEqual({
      chunk: chunk.toString('base64'),
      eof: false,
    });
    await server.request('fs/close', { handleId: 'r' });
  });

  test('does not see what is hidden or denied', async () => {
    const hidden = managed(inside, [pathRule(inside, 'read')]);
    const denied = managed(inside, [...WORKSPACE_WRITE_RULES, pathRule(outside, 'deny')]);
    for (const [sandbox, code] of [
      [hidden, -32_004],
      [denied, -32_600],
    ] as const) {
      for (const path of [
        uri('outside', 'marker'),
        uri('inside', 'link', 'marker'),
        uri('inside', 'marker'),
      ]) {
        await expect(ask('readFile', { path }, sandbox)).rejects.toMatchObject({ code });
        await expect(ask('getMetadata', { path }, sandbox)).rejects.toMatchObject({ code });
        await expect(ask('open', { handleId: 'h', path }, sandbox)).rejects.toMatchObject({ code });
      }
      const copy = {
        sourcePath: uri('outside', 'marker'),
        destinationPath: uri('inside', 'stolen'),
        recursive: false,
      };
      await expect(ask('copy', copy, sandbox)).rejects.toMatchObject({ code });
    }
    const options = {
      maxDepth: 9,
      maxDirectories: 99,
      maxEntries: 99,
      followDirectorySymlinks: true,
    };
    const { entries } = await ask('walk', { path: uri('inside'), options }, denied);
    expect(JSON.stringify(entries)).not.toContain('marker"');
  });
});
