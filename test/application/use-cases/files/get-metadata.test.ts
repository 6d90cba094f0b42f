import { expect, test } from '@jest/globals';
import { InMemoryFileSystem } from '../../../../src/adapters/file-system/memory/in-memory-file-system.js';
import { FileOperations } from '../../../../src/application/use-cases/files/file-operations.js';
import { GetMetadata } from '../../../../src/application/use-cases/files/get-metadata.js';
import { FakeHost } from '../../../fakes/fake-host.js';
import { UnconfinedFileSystems } from '../../../fakes/files/unconfined-file-systems.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test.each([
  [-5, true, 0],
  [-5, false, -5],
  [5, true, 5],
])(
  'GetMetadata tells the time %d of a file, with links followed %s, as %d',
  async (ms, followSymlinks, told) => {
    const files = new InMemoryFileSystem(() => ms);
    await files.writeFile('/file', Buffer.from(''), { followSymlinks });
    const access = new FileOperations(new UnconfinedFileSystems(files), new FakeHost());
    const { connection } = new UseCaseHarness().open();
    const path = { asSent: 'file:///file', path: '/file' };
    const metadata = await new GetMetadata(access).execute(connection, {
      path,
      followSymlinks,
      sandbox: undefined,
    });

    expect(metadata.modifiedAtMs).toBe(told);
  },
);
