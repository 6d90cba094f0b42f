import { describe, expect, test } from '@jest/globals';
import { PathLookups } from '../../../src/adapters/shared/path-lookups.js';

const ROOT = '21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw';
const BINARY_FORMATS =
  '30 22 0:26 / /proc/sys/fs/binfmt_misc rw,relatime shared:11 - autofs systemd-1 rw,fd=29';
const NETWORK =
  '40 21 0:50 / /home/a\\040- rw shared:2 master:7 - nfs4 server:/home rw,addr=10.0.0.1';

const reading =
  (...mounts: readonly string[]) =>
  (): string =>
    mounts.map((line) => `${line}\n`).join('');

describe('PathLookups', () => {
  test.each([
    ['local file systems alone', reading(ROOT), true],
    ['what the kernel mounts in its own directories', reading(ROOT, BINARY_FORMATS), true],
    ['a network file system', reading(ROOT, NETWORK), false],
  ])('are needless on a host with %s: %#', (_, readMounts, isNeedless) => {
    expect(new PathLookups(readMounts).isNeedless).toBe(isNeedless);
  });

  test('are needed where the mounts cannot be read', () => {
    const lookups = new PathLookups(() => {
      throw new Error('no such file');
    });

    expect(lookups.isNeedless).toBe(false);
  });

  test('read the mounts once in a burst of starts', () => {
    let reads = 0;
    const lookups = new PathLookups(() => {
      reads += 1;
      return reading(ROOT)();
    });

    expect([lookups.isNeedless, lookups.isNeedless]).toEqual([true, true]);
    expect(reads).toBe(1);
  });

  test('share the thread of a lookup that is under way', async () => {
    const lookups = new PathLookups();

    const first = lookups.status('/');
    expect(lookups.status('/')).toBe(first);
    expect((await first)?.isDirectory()).toBe(true);
    expect(lookups.status('/')).not.toBe(first);
  });

  test('resolve without a status for a path that names nothing', async () => {
    await expect(new PathLookups().status('/nonexistent')).resolves.toBeUndefined();
  });
});
