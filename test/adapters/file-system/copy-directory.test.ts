import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { copyDirectory } from '../../../src/adapters/file-system/tree/copy-directory.js';
import { copyPath } from '../../../src/adapters/file-system/tree/copy-path.js';
import { testNeeding } from '../../support/needing.js';
import { asNobody } from './as-nobody.js';
import { nodeFixture, removeFixtures } from './node-fixture.js';

let root: string;

beforeEach(() => {
  root = nodeFixture().root;
  chmodSync(root, 0o777);
});

// An ordinary user cannot remove what is in a read-only directory.
afterEach(() => {
  execFileSync('chmod', ['-R', 'u+rwX', root]);
});

afterAll(removeFixtures);

const at = (name: string): string => join(root, name);
const modeOf = (name: string): number => statSync(at(name)).mode & 0o7777;
const copy = (from: string, to: string): Promise<void> =>
  copyPath(at(from), at(to), { recursive: true });

/** A directory with a file and a directory, each of the mode. */
const makeTree = (name: string, mode: number): void => {
  mkdirSync(at(`${name}/sub`), { recursive: true });
  writeFileSync(at(`${name}/sub/file`), 'content');
  chmodSync(at(`${name}/sub/file`), mode & 0o666);
  for (const path of [`${name}/sub`, name]) {
    chmodSync(at(path), mode);
  }
};

const withUmask = async (mask: number, work: () => Promise<void>): Promise<void> => {
  const former = process.umask(mask);
  try {
    await work();
  } finally {
    process.umask(former);
  }
};

describe('copyPath of a directory', () => {
  test.each(['0700', '0711', '0755', '0777', '0555', '0500', '1777'])(
    'keeps the mode %s of directories and files, whatever the umask',
    async (octal) => {
      const mode = Number.parseInt(octal, 8);
      makeTree('source', mode);
      await withUmask(0o027, () => copy('source', 'copy'));
      await withUmask(0o000, () => copy('source', 'other'));
      for (const name of ['copy', 'other']) {
        expect([modeOf(name), modeOf(`${name}/sub`)]).toEqual([mode, mode]);
        expect(modeOf(`${name}/sub/file`)).toBe(mode & 0o666);
        expect(readFileSync(at(`${name}/sub/file`), 'utf8')).toBe('content');
      }
    },
  );

  test('takes the set-group-ID bit from the destination, not from the source', async () => {
    makeTree('source', 0o2755);
    mkdirSync(at('shared'));
    chmodSync(at('shared'), 0o2775);
    makeTree('plain', 0o755);
    await copy('source', 'copy');
    await copy('plain', 'shared/copy');
    expect(modeOf('copy/sub')).toBe(0o755);
    expect(modeOf('shared/copy/sub') & 0o7000).toBe(0o2000);
  });

  test('keeps the mode of an existing destination', async () => {
    makeTree('source', 0o700);
    makeTree('copy', 0o750);
    await copy('source', 'copy');
    expect([modeOf('copy'), modeOf('copy/sub')]).toEqual([0o750, 0o750]);
  });

  test('makes a directory with mode 0700 while it is filled', async () => {
    makeTree('source', 0o750);
    const modes: number[] = [];
    await copyDirectory(Buffer.from(at('source')), Buffer.from(at('copy')), async () => {
      modes.push(modeOf('copy'), modeOf('copy/sub'));
    });
    expect(modes).toEqual([0o700, 0o700]);
  });

  test('leaves directories with mode 0700 when the copy fails', async () => {
    makeTree('source', 0o755);
    const copied = copyDirectory(Buffer.from(at('source')), Buffer.from(at('copy')), async () => {
      throw new Error('no space');
    });
    await expect(copied).rejects.toThrow('no space');
    expect([modeOf('copy'), modeOf('copy/sub')]).toEqual([0o700, 0o700]);
  });

  test('follows links in the destination, 40 directories deep', async () => {
    const way = Array.from({ length: 40 }, () => 'd').join('/');
    mkdirSync(at(`source/${way}`), { recursive: true });
    writeFileSync(at(`source/${way}/file`), 'content');
    mkdirSync(at('elsewhere'));
    mkdirSync(at('copy/d/d'), { recursive: true });
    symlinkSync(at('elsewhere'), at('copy/d/d/d'));
    await copy('source', 'copy');
    expect(readFileSync(at(`copy/${way}/file`), 'utf8')).toBe('content');
    expect(readdirSync(at('elsewhere'))).toEqual(['d']);
  });

  const asRoot = testNeeding('root', process.getuid?.() === 0);

  asRoot('copies a directory that its owner can neither write to nor enter', async () => {
    makeTree('source', 0o555);
    mkdirSync(at('source/closed'));
    chmodSync(at('source/closed'), 0o444);
    await asNobody(() => copy('source', 'copy'));
    expect(modeOf('copy/closed')).toBe(0o444);
    expect(existsSync(at('copy/sub/file'))).toBe(true);
  });
});
