import { execFileSync } from 'node:child_process';
import { linkSync, mkdtempSync, readSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CachedAnswers } from '../../../src/adapters/file-system/cached/cached-answers.js';
import {
  CachedFiles,
  MAX_CACHED_BYTES,
  MOUNT_ATTR_NOATIME,
} from '../../../src/adapters/file-system/cached/cached-files.js';
import { loadKernelCalls } from '../../../src/adapters/file-system/cached/kernel-calls.js';
import { toHostBytes } from '../../../src/adapters/file-system/host-path-bytes.js';
import { NodeFileSystem } from '../../../src/adapters/file-system/node-file-system.js';
import type { FileSystem } from '../../../src/application/ports/file-system.js';
import type { FileFixture } from '../../contracts/files/file-fixture.js';

const directories: string[] = [];

/** An empty directory of this host, below `parent`; `removeFixtures` removes it. */
export const nodeFixture = (
  parent: string = realpathSync(tmpdir()),
  files: FileSystem = new NodeFileSystem(),
): FileFixture => {
  const root = mkdtempSync(join(parent, 'exec-server-files-'));
  directories.push(root);
  return {
    files,
    root,
    addSymlink: (path, target) => symlinkSync(toHostBytes(target), toHostBytes(path)),
    addHardLink: (path, existing) => linkSync(toHostBytes(existing), toHostBytes(path)),
    addSpecial: (path) => linkSync(fifo(), toHostBytes(path)),
  };
};

/** The same with answers from the kernel's memory, as if every local file were on a disk with `noatime` and its content in memory. */
export const cachedFixture = (): FileFixture =>
  nodeFixture(undefined, new NodeFileSystem(new CachedAnswers(loadOnce)));

const loadOnce = (): Promise<CachedFiles | undefined> => {
  loading ??= load();
  return loading;
};

let loading: Promise<CachedFiles | undefined> | undefined;

const load = async (): Promise<CachedFiles | undefined> => {
  const calls = await loadKernelCalls(0).catch(() => undefined);
  const content = Buffer.alloc(MAX_CACHED_BYTES);
  return (
    calls &&
    new CachedFiles({
      ...calls,
      mount: () => ({ magic: EXT4, attributes: MOUNT_ATTR_NOATIME }),
      read: (descriptor) => content.subarray(0, readSync(descriptor, content)),
    })
  );
};

const EXT4 = 0xef_53;

let madeFifo: string | undefined;

/** One for all: making it takes a process, a further name of it does not. */
const fifo = (): string => {
  if (madeFifo !== undefined) {
    return madeFifo;
  }
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'exec-server-fifo-'));
  directories.push(directory);
  madeFifo = join(directory, 'fifo');
  execFileSync('mkfifo', [madeFifo]);
  return madeFifo;
};

/** Removes what the fixtures have left, in one process for all. */
export const removeFixtures = (): void => {
  madeFifo = undefined;
  // Node's own removal gives up where paths get too long.
  execFileSync('rm', ['-rf', '--', ...directories.splice(0)]);
};
