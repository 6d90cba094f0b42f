import { execFileSync } from 'node:child_process';
import { linkSync, mkdtempSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHostBytes } from '../../../src/adapters/file-system/host-path-bytes.js';
import { NodeFileSystem } from '../../../src/adapters/file-system/node-file-system.js';
import type { FileFixture } from '../../contracts/files/file-fixture.js';

const directories: string[] = [];

/** An empty directory of this host, below `parent`; `removeFixtures` removes it. */
export const nodeFixture = (parent: string = realpathSync(tmpdir())): FileFixture => {
  const root = mkdtempSync(join(parent, 'exec-server-files-'));
  directories.push(root);
  return {
    files: new NodeFileSystem(),
    root,
    addSymlink: (path, target) => symlinkSync(toHostBytes(target), toHostBytes(path)),
    addHardLink: (path, existing) => linkSync(toHostBytes(existing), toHostBytes(path)),
    addSpecial: (path) => linkSync(fifo(), toHostBytes(path)),
  };
};

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
