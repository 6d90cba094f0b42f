import { expect, test } from '@jest/globals';
import type { BlockFile } from '../../../src/domain/files/file-handles.js';
import { SerialFile } from '../../../src/domain/files/serial-file.js';
import { Deferred } from '../../support/deferred.js';
import { settled } from '../../support/settled.js';

/** Writes only when it is told to; the first write fails. */
class SlowFile implements BlockFile {
  readonly calls: string[] = [];
  readonly first = new Deferred<void>();

  async read(): Promise<Uint8Array> {
    this.calls.push('read');
    return new Uint8Array();
  }

  async write(offset: number): Promise<void> {
    this.calls.push(`write ${offset}`);
    if (offset === 0) {
      await this.first.promise;
      throw new Error('no space');
    }
  }

  async close(): Promise<void> {
    this.calls.push('close');
  }
}

test('SerialFile begins nothing before what was asked for earlier has ended, also with an error', async () => {
  const slow = new SlowFile();
  const file = new SerialFile(slow);
  const failed = file.write(0, new Uint8Array(1));
  const rest = [file.write(1, new Uint8Array(1)), file.read(0, 1), file.close()];
  await settled();
  expect(slow.calls).toEqual(['write 0']);
  slow.first.resolve();

  await expect(failed).rejects.toThrow('no space');
  await Promise.all(rest);
  expect(slow.calls).toEqual(['write 0', 'write 1', 'read', 'close']);
});
