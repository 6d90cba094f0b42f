import {
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { NodeFileSystem } from '../../../src/adapters/file-system/node-file-system.js';
import { describeNeeding } from '../../support/needing.js';
import { CAN_MOUNT, fill, removeDisks, smallDisk, smallOverlay } from './small-disk.js';

const NO_SPACE = { code: 'failed', message: 'No space left on device (os error 28)' };
const OLD = Buffer.alloc(400_000, 'o');

const files = new NodeFileSystem();
const write = (path: string, bytes: Buffer): Promise<void> =>
  files.writeFile(path, bytes, { followSymlinks: true });
const temporaries = (directory: string): string[] =>
  readdirSync(directory).filter((name) => name.startsWith('.exec-server-'));

const whereMountable = describeNeeding('the right to mount', CAN_MOUNT);

afterEach(removeDisks);

whereMountable('NodeFileSystem on a full disk', () => {
  const fullDisk = (make: (options: string) => string): { disk: string; file: string } => {
    const disk = make('size=2m');
    const file = join(disk, 'f');
    writeFileSync(file, OLD);
    fill(disk);
    return { disk, file };
  };

  test.each([0, 1, 100_000, 400_000])('rewrites a file with %i bytes', async (length) => {
    const { disk, file } = fullDisk(smallDisk);
    const bytes = Buffer.alloc(length, 'n');
    await write(file, bytes);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(temporaries(disk)).toEqual([]);
  });

  test('copies a small file onto a larger one', async () => {
    const { disk, file } = fullDisk(smallDisk);
    const small = join(disk, 'fill-0');
    await files.copy(small, file, { recursive: false });
    expect(readFileSync(file).equals(readFileSync(small))).toBe(true);
    expect(temporaries(disk)).toEqual([]);
  });

  test.each([
    [401_409, false],
    [3_000_000, false],
    [401_409, true],
    [3_000_000, true],
  ])('keeps the content when %i bytes do not fit (hard link: %s)', async (length, has) => {
    const { disk, file } = fullDisk(smallDisk);
    if (has) {
      linkSync(file, join(disk, 'other'));
    }
    await expect(write(file, Buffer.alloc(length, 'n'))).rejects.toMatchObject(NO_SPACE);
    expect(readFileSync(file).equals(OLD)).toBe(true);
    expect(temporaries(disk)).toEqual([]);
  });

  test('keeps the content of a sparse file', async () => {
    const { disk, file } = fullDisk(smallDisk);
    const sparse = join(disk, 'sparse');
    rmSync(join(disk, 'fill-0'));
    writeFileSync(sparse, '');
    truncateSync(sparse, 65_536);
    writeFileSync(file, OLD.subarray(0, 1));
    fill(disk);
    await expect(write(sparse, Buffer.alloc(60_000, 'n'))).rejects.toMatchObject(NO_SPACE);
    expect(readFileSync(sparse).equals(Buffer.alloc(65_536))).toBe(true);
    expect(temporaries(disk)).toEqual([]);
  });

  test('keeps the content on a copy-on-write file system', async () => {
    const { disk, file } = fullDisk(smallOverlay);
    await expect(write(file, Buffer.alloc(100_000, 'n'))).rejects.toMatchObject(NO_SPACE);
    expect(readFileSync(file).equals(OLD)).toBe(true);
    expect(temporaries(disk)).toEqual([]);
  });

  test('leaves no part of a new file', async () => {
    const { disk } = fullDisk(smallDisk);
    const name = join(disk, 'new');
    await expect(write(name, OLD)).rejects.toMatchObject(NO_SPACE);
    await expect(files.copy(join(disk, 'f'), name, { recursive: false })).rejects.toMatchObject(
      NO_SPACE,
    );
    expect(existsSync(name)).toBe(false);
    expect(temporaries(disk)).toEqual([]);
  });
});

whereMountable('NodeFileSystem on a disk without free inodes', () => {
  const fullDisk = (): string => {
    const disk = smallDisk('size=2m,nr_inodes=3');
    writeFileSync(join(disk, 'f'), 'old content');
    writeFileSync(join(disk, 'other'), 'other');
    return disk;
  };

  test.each([3, 3000])('rewrites a file in place with %i bytes', async (length) => {
    const disk = fullDisk();
    const { ino } = statSync(join(disk, 'f'));
    await write(join(disk, 'f'), Buffer.alloc(length, 'n'));
    expect(readFileSync(join(disk, 'f')).equals(Buffer.alloc(length, 'n'))).toBe(true);
    expect(statSync(join(disk, 'f')).ino).toBe(ino);
  });

  test('copies a file onto another', async () => {
    const disk = fullDisk();
    await files.copy(join(disk, 'other'), join(disk, 'f'), { recursive: false });
    expect(readFileSync(join(disk, 'f'), 'utf8')).toBe('other');
  });

  test('keeps the content of a file when the new one does not fit', async () => {
    const disk = fullDisk();
    await expect(write(join(disk, 'f'), Buffer.alloc(3_000_000))).rejects.toMatchObject(NO_SPACE);
    expect(readFileSync(join(disk, 'f'), 'utf8')).toBe('old content');
  });

  test('makes neither a file nor a directory', async () => {
    const disk = fullDisk();
    await expect(write(join(disk, 'new'), OLD)).rejects.toMatchObject(NO_SPACE);
    const options = { recursive: true, followSymlinks: true };
    await expect(files.createDirectory(join(disk, 'new'), options)).rejects.toMatchObject(NO_SPACE);
    expect(readdirSync(disk).sort()).toEqual(['f', 'other']);
  });
});
