import { mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DirectoryTrail } from '../../../src/adapters/file-system/tree/directory-trail.js';
import { removePath } from '../../../src/adapters/file-system/tree/remove-path.js';
import { testNeeding } from '../../support/needing.js';
import { nodeFixture, removeFixtures } from './node-fixture.js';

let root: string;

beforeEach(() => {
  root = nodeFixture().root;
});

afterAll(removeFixtures);

const NAME = Buffer.from('d');
const way = (length: number): string => Array.from({ length }, () => 'd').join('/');
const descriptors = (): number => readdirSync('/proc/self/fd').length;
const onLinux = testNeeding('Linux', process.platform === 'linux');

const goDown = async (trail: DirectoryTrail, steps: number): Promise<void> => {
  for (let n = 0; n < steps; n += 1) {
    await trail.down(NAME);
  }
};

const goUp = async (trail: DirectoryTrail, steps: number): Promise<void> => {
  for (let n = 0; n < steps; n += 1) {
    (await trail.up()).close();
  }
};

describe('DirectoryTrail', () => {
  test('leads back up from any depth', async () => {
    mkdirSync(join(root, way(100)), { recursive: true });
    writeFileSync(join(root, 'here'), '');
    const trail = await DirectoryTrail.open(Buffer.from(root));
    await goDown(trail, 100);
    await goUp(trail, 50);
    await goDown(trail, 50);
    await goUp(trail, 100);
    expect(readdirSync(trail.current.path).sort()).toEqual(['d', 'here']);
    await expect(trail.up()).rejects.toThrow('the trail ends here');
    trail.close();
  });

  onLinux('holds fewer than 100 descriptors at a depth of 1000', async () => {
    mkdirSync(join(root, way(1000)), { recursive: true });
    const before = descriptors();
    const trail = await DirectoryTrail.open(Buffer.from(root));
    let most = 0;
    for (let n = 0; n < 1000; n += 1) {
      await trail.down(NAME);
      most = Math.max(most, descriptors() - before);
    }
    trail.close();
    expect(most).toBeLessThan(100);
  });

  test('does not enter a symbolic link', async () => {
    mkdirSync(join(root, 'there'));
    symlinkSync('there', join(root, 'd'));
    const trail = await DirectoryTrail.open(Buffer.from(root));
    await expect(trail.down(NAME)).rejects.toMatchObject({ code: 'ENOTDIR' });
    expect(readdirSync(trail.current.path).sort()).toEqual(['d', 'there']);
    trail.close();
  });

  onLinux('fails with ESTALE when a directory was moved away meanwhile', async () => {
    mkdirSync(join(root, 'tree', way(60)), { recursive: true });
    mkdirSync(join(root, 'elsewhere'));
    const trail = await DirectoryTrail.open(Buffer.from(join(root, 'tree')));
    await goDown(trail, 60);
    renameSync(join(root, 'tree', way(30)), join(root, 'elsewhere/d'));
    await expect(goUp(trail, 60)).rejects.toMatchObject({ code: 'ESTALE' });
    trail.close();
  });
});

test('removePath removes a tree of 1500 directories in depth', async () => {
  let part = '';
  // Deeper than the longest path: each part is moved below the next.
  for (let n = 0; n < 3; n += 1) {
    const next = join(root, `part-${n}`);
    mkdirSync(join(next, way(500)), { recursive: true });
    if (part !== '') {
      renameSync(part, join(next, way(500), 'd'));
    }
    part = next;
  }
  await removePath(part, { recursive: true, force: false, followSymlinks: true });
  expect(readdirSync(root)).toEqual([]);
}, 60_000);
