import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import type { Client } from '../../../src/client/client.js';
import { connect } from '../../../src/client/connect.js';
import { type Case, FILE_CASES, type Files } from './file-cases.js';
import { testedServerUrl, testServer } from './tested-server.js';

let client: Client;
let roots: { node: string; remote: string };

beforeAll(async () => {
  client = await connect(await testedServerUrl());
});

afterAll(async () => {
  await client.close();
});

beforeEach(() => {
  const make = (): string => mkdtempSync(join(realpathSync(tmpdir()), 'exec-server-parity-'));
  roots = { node: make(), remote: make() };
  for (const root of Object.values(roots)) {
    fill(root);
  }
});

afterEach(() => {
  for (const root of Object.values(roots)) {
    rmSync(root, { recursive: true });
  }
});

const fill = (root: string): void => {
  writeFileSync(join(root, 'file'), 'content é');
  writeFileSync(join(root, 'odd ?#%41 name'), '');
  mkdirSync(join(root, 'directory/below/deep'), { recursive: true });
  writeFileSync(join(root, 'directory/below/leaf'), 'leaf');
  mkdirSync(join(root, 'empty'));
  symlinkSync('file', join(root, 'link'));
  symlinkSync('directory', join(root, 'directory-link'));
  symlinkSync('nowhere', join(root, 'dangling'));
  symlinkSync('loop', join(root, 'loop'));
};

/** What a case came to, in words that do not depend on the directory. */
const outcomeOf = async (files: Files, root: string, run: Case): Promise<unknown> => {
  const plain = (text: unknown) =>
    typeof text === 'string' ? text.replaceAll(root, 'ROOT') : text;
  try {
    return { value: plain(await run(files, (name) => join(root, name))) };
  } catch (error) {
    const { code, errno, syscall, path, dest, message } = error as NodeJS.ErrnoException & {
      dest?: string;
    };
    return { code, errno, syscall, path: plain(path), dest: plain(dest), message: plain(message) };
  }
};

describe('client.files does as node:fs/promises', () => {
  for (const [title, run] of Object.entries(FILE_CASES)) {
    testServer(title, async () => {
      const node = await outcomeOf(nodeFiles, roots.node, run);
      const remote = await outcomeOf(client.files as unknown as Files, roots.remote, run);

      expect(remote).toEqual(node);
    });
  }
});

describe('client.files differs from node:fs/promises', () => {
  testServer('a FIFO is not opened', async () => {
    execFileSync('mkfifo', [join(roots.remote, 'fifo')]);

    await expect(client.files.readFile(join(roots.remote, 'fifo'))).rejects.toMatchObject({
      code: 'EINVAL',
      message: expect.stringContaining('open'),
    });
  });

  testServer('a recursive readdir follows no links, with and without types', async () => {
    const names = await client.files.readdir(roots.remote, { recursive: true });

    expect(names).toContain('directory-link');
    expect(names).toContain('directory/below/leaf');
    expect(names).not.toContain('directory-link/below');
  });

  testServer('the size and the times of a link itself are not told', async () => {
    const stats = await client.files.lstat(join(roots.remote, 'link'));

    expect([stats.size, stats.mtimeMs]).toEqual([Number.NaN, Number.NaN]);
  });

  testServer('`..` goes back in the text, not through a link', async () => {
    symlinkSync('directory/below', join(roots.remote, 'below-link'));

    const through = `${roots.remote}/below-link/../file`;
    expect(await client.files.readFile(through, 'utf8')).toBe('content é');
    await expect(nodeFiles.readFile(through)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

testServer('a name that is not UTF-8 is listed with U+FFFD, and reached by its bytes', async () => {
  const path = Buffer.concat([Buffer.from(`${roots.remote}/`), Buffer.from([0xff, 0x31])]);
  await client.files.mkdir(path);
  await client.files.writeFile(Buffer.concat([path, Buffer.from('/leaf')]), 'x');

  const names = await client.files.readdir(roots.remote, { recursive: true });
  expect(names).toContain('\uFFFD1');
  expect(names).toContain('\uFFFD1/leaf');
});
