import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('CloseHandle closes the file and frees its id', async () => {
  const client = new UseCaseHarness().open();
  await client.openFile('/file', 'replace');
  const file = client.connection.handles.get('/file');
  await client.closeFile('/file');

  await expect(file.write(0, Buffer.from('x'))).rejects.toThrow('Bad file descriptor');
  await expect(client.writeBlock('/file', 0, 'x')).rejects.toThrow('unknown file handle');
  expect(await client.openFile('/file')).toBe('/file');
});

test('CloseHandle ignores an unknown handle', async () => {
  await new UseCaseHarness().open().closeFile('unknown');
});

test('CloseHandle waits for the earlier requests of its handle', async () => {
  const client = new UseCaseHarness().open();
  await client.openFile('/file', 'replace');
  const writes = [client.writeBlock('/file', 0, 'a'), client.writeBlock('/file', 1, 'b')];
  await client.closeFile('/file');

  await Promise.all(writes);
});

test('CloseHandle is refused before initialize', async () => {
  await expect(new UseCaseHarness().connect().closeFile('h')).rejects.toThrow(
    'client must call initialize before using filesystem methods',
  );
});
