import { InMemoryFileSystem } from '../../../src/adapters/file-system/memory/in-memory-file-system.js';
import type { FileFixture } from '../../contracts/files/file-fixture.js';

/** An empty directory in memory. */
export const memoryFixture = (): FileFixture => {
  const files = new InMemoryFileSystem();
  files.addDirectory('/root');
  return {
    files,
    root: '/root',
    addSymlink: (path, target) => files.addSymlink(path, target),
    addHardLink: (path, existing) => files.addHardLink(path, existing),
    addSpecial: (path) => files.addSpecial(path),
  };
};
