import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { firstMode } from '../../../src/adapters/file-system/writing/replace-by-rename.js';
import {
  fillWith,
  type WriteContent,
  writeAll,
} from '../../../src/adapters/file-system/writing/write-content.js';
import { writeFileAtomically } from '../../../src/adapters/file-system/writing/write-file-atomically.js';
import { testNeeding } from '../../support/needing.js';
import { asNobody } from './as-nobody.js';
import { nodeFixture, removeFixtures } from './node-fixture.js';

let root: string;

beforeEach(() => {
  root = nodeFixture().root;
});

afterAll(removeFixtures);

const replace = (name: string, fill: WriteContent, mode?: number): Promise<void> =>
  writeFileAtomically(Buffer.from(join(root, name)), { followSymlinks: true, mode }, fill);

const text = (content: string): WriteContent => fillWith(Buffer.from(content));

const broken: WriteContent = async (file) => {
  await writeAll(file, Buffer.from('a part'), 0);
  throw new Error('no space');
};

const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const stat = (name: string) => statSync(join(root, name));

describe('writeFileAtomically', () => {
  test('shows the old content until the new one is complete', async () => {
    writeFileSync(join(root, 'f'), 'old');
    await replace('f', async (...part) => {
      const end = await text('new')(...part);
      expect(read('f')).toBe('old');
      return end;
    });
    expect(read('f')).toBe('new');
    expect(readdirSync(root)).toEqual(['f']);
  });

  test('leaves the old content and no temporary file when it fails', async () => {
    writeFileSync(join(root, 'f'), 'old');
    await expect(replace('f', broken)).rejects.toThrow('no space');
    expect(read('f')).toBe('old');
    expect(readdirSync(root)).toEqual(['f']);
  });

  test('leaves no file when it fails for a new one', async () => {
    await expect(replace('f', broken)).rejects.toThrow('no space');
    expect(readdirSync(root)).toEqual([]);
  });

  test('keeps the mode, and gives a new file the mode of the umask', async () => {
    writeFileSync(join(root, 'f'), 'old');
    chmodSync(join(root, 'f'), 0o750);
    await replace('f', text('new'));
    expect(stat('f').mode & 0o7777).toBe(0o750);
    await replace('born', text('new'));
    expect(stat('born').mode & 0o7777).toBe(0o666 & ~process.umask());
  });

  test('sets the given mode on a new, an existing and a linked file', async () => {
    await replace('f', text('new'), 0o741);
    expect(stat('f').mode & 0o7777).toBe(0o741);
    await replace('f', text('newer'), 0o640);
    expect(stat('f').mode & 0o7777).toBe(0o640);
    linkSync(join(root, 'f'), join(root, 'g'));
    await replace('f', text('newest'), 0o604);
    expect(stat('g').mode & 0o7777).toBe(0o604);
  });

  test('writes in place to keep hard links', async () => {
    writeFileSync(join(root, 'f'), 'long old content');
    linkSync(join(root, 'f'), join(root, 'g'));
    const { ino } = stat('g');
    await replace('f', text('new'));
    expect(read('g')).toBe('new');
    expect([stat('f').ino, stat('g').ino]).toEqual([ino, ino]);
  });

  test('follows links and leaves no other file in the directory of the link', async () => {
    mkdirSync(join(root, 'there'));
    writeFileSync(join(root, 'there/f'), 'old');
    symlinkSync('there/f', join(root, 'link'));
    await replace('link', async (...part) => {
      expect(readdirSync(root).sort()).toEqual(['link', 'there']);
      return text('new')(...part);
    });
    expect(read('there/f')).toBe('new');
    expect(readdirSync(join(root, 'there'))).toEqual(['f']);
  });

  const asRoot = testNeeding('root', process.getuid?.() === 0);

  asRoot('keeps the owner of the file', async () => {
    writeFileSync(join(root, 'f'), 'old');
    chownSync(join(root, 'f'), 1234, 2345);
    await replace('f', text('new'));
    expect([stat('f').uid, stat('f').gid]).toEqual([1234, 2345]);
  });

  asRoot('writes in place when it cannot set the owner', async () => {
    chmodSync(root, 0o777);
    writeFileSync(join(root, 'f'), 'long old content');
    chmodSync(join(root, 'f'), 0o666);
    const { ino } = stat('f');
    await asNobody(() => replace('f', text('new')));
    expect([read('f'), stat('f').uid, stat('f').ino]).toEqual(['new', 0, ino]);
    expect(readdirSync(root)).toEqual(['f']);
  });

  asRoot('writes in place in a directory that is not writable', async () => {
    chmodSync(root, 0o755);
    writeFileSync(join(root, 'f'), 'old');
    chmodSync(join(root, 'f'), 0o666);
    await asNobody(() => replace('f', text('new')));
    expect(read('f')).toBe('new');
    await expect(asNobody(() => replace('g', text('new')))).rejects.toMatchObject({
      code: 'EACCES',
    });
  });

  asRoot('fails without write permission for the file', async () => {
    chmodSync(root, 0o777);
    writeFileSync(join(root, 'f'), 'old');
    await expect(asNobody(() => replace('f', text('new')))).rejects.toMatchObject({
      code: 'EACCES',
    });
    expect(read('f')).toBe('old');
  });

  test('accepts a path of 4095 bytes', async () => {
    let directory = root;
    while (directory.length < 3800) {
      directory += `/${'d'.repeat(200)}`;
    }
    directory += `/${'e'.repeat(4092 - directory.length)}`;
    mkdirSync(directory, { recursive: true });
    const path = Buffer.from(`${directory}/f`);
    expect(path.length).toBe(4095);
    const options = { followSymlinks: true, mode: undefined };
    await writeFileAtomically(path, options, text('old'));
    const { ino } = statSync(path);
    await writeFileAtomically(path, options, text('new'));
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).ino).not.toBe(ino);
    expect(readdirSync(directory)).toEqual(['f']);
  });

  test('follows a link whose target makes the path too long', async () => {
    let directory = root;
    while (directory.length < 3800) {
      directory += `/${'d'.repeat(200)}`;
    }
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'f'), 'old');
    symlinkSync(`${'./'.repeat(1000)}f`, join(directory, 'link'));
    const options = { followSymlinks: true, mode: undefined };
    await writeFileAtomically(Buffer.from(join(directory, 'link')), options, text('new'));
    expect(read(join(directory.slice(root.length), 'f'))).toBe('new');
    expect(readdirSync(directory).sort()).toEqual(['f', 'link']);
  });
});

test.each([
  [undefined, undefined, 0o666],
  [0o644, undefined, 0o644],
  [0o10_0755, undefined, 0o755],
  [0o600, undefined, 0o600],
  [0o640, undefined, 0o600],
  [0o664, undefined, 0o600],
  [0o604, undefined, 0o600],
  [0o4755, undefined, 0o600],
  [0o644, 0o640, 0o600],
  [undefined, 0o755, 0o755],
])(
  'a file over mode %o, for %o, is created with %o: no more than it will have',
  (former, mode, expected) => {
    const replaced = former === undefined ? undefined : { mode: former, uid: 0, gid: 0 };
    const replacement = { path: Buffer.from('/f'), isLocal: true, fill: text('') };
    expect(firstMode({ ...replacement, former: replaced, mode })).toBe(expected);
  },
);

describe('writeFileAtomically in place, for a file with a hard link,', () => {
  const OLD = 'the old content';

  beforeEach(() => {
    writeFileSync(join(root, 'f'), OLD);
    chmodSync(join(root, 'f'), 0o640);
    linkSync(join(root, 'f'), join(root, 'g'));
  });

  test.each(['', 'new', 'x'.repeat(OLD.length), 'y'.repeat(200_000)])(
    'writes content that is shorter or longer',
    async (content) => {
      await replace('f', text(content));
      expect(read('g')).toBe(content);
    },
  );

  /** Fails in the part of the content that begins at `at`, having written a part of that. */
  const failing =
    (content: string, at: number): WriteContent =>
    async (file, from, to) => {
      if (from !== at) {
        return text(content)(file, from, to);
      }
      await writeAll(file, Buffer.from(content).subarray(from, from + 5), from);
      throw new Error('no space');
    };

  test.each([
    ['beyond the old end', OLD.length],
    ['over the old content', 0],
  ])('restores the old content when writing %s fails', async (_, at) => {
    const longer = 'the new content, which is longer';
    await expect(replace('f', failing(longer, at), 0o600)).rejects.toThrow('no space');
    expect(read('g')).toBe(OLD);
    expect(stat('g').mode & 0o7777).toBe(0o640);
  });

  test('limits the mode to 0600 while the file is written', async () => {
    const modes: number[] = [];
    const look: WriteContent = (...part) => {
      modes.push(stat('f').mode & 0o7777);
      return text('new')(...part);
    };
    await replace('f', look, 0o604);
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect(stat('f').mode & 0o7777).toBe(0o604);
  });
});
