import { beforeEach, expect, test } from '@jest/globals';
import { fault } from '../../../support/fault.js';
import type { HarnessClient } from '../../../support/harness-client.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

let harness: UseCaseHarness;
let client: HarnessClient;

const content = async (): Promise<string> => {
  const bytes = await harness.files.readFile('/file', { followSymlinks: true, maxBytes: 1000 });
  return Buffer.from(bytes).toString();
};

beforeEach(async () => {
  harness = new UseCaseHarness({ maxFileBlockBytes: 10 });
  client = harness.open();
  await client.openFile('/file', 'replace');
});

test('WriteBlock writes at its offset, over existing bytes and after a hole', async () => {
  await client.writeBlock('/file', 0, 'abc');
  await client.writeBlock('/file', 5, 'xyz');
  await client.writeBlock('/file', 1, 'B');

  expect(await content()).toBe('aBc\0\0xyz');
});

test('WriteBlock applies pipelined requests in order', async () => {
  await Promise.all(['first', 'other', 'last!'].map((text) => client.writeBlock('/file', 0, text)));

  expect(await content()).toBe('last!');
});

test('WriteBlock keeps what was written when the connection closes', async () => {
  await client.writeBlock('/file', 0, 'part');
  client.drop();

  expect(await content()).toBe('part');
});

test('WriteBlock refuses a length of 0 or beyond the limit for any handle', async () => {
  const refusal = fault('invalid-request', 'file write block length must be between 1 and 10');
  for (const text of ['', 'x'.repeat(11)]) {
    await expect(client.writeBlock('/file', 0, text)).rejects.toEqual(refusal);
    await expect(client.writeBlock('/other', 0, text)).rejects.toEqual(refusal);
  }
});

test('WriteBlock refuses a range beyond the signed 64-bit offset for any handle', async () => {
  const refusal = fault(
    'invalid-request',
    'file write range exceeds the signed 64-bit file offset limit',
  );
  await expect(client.writeBlock('/file', 2n ** 63n - 1n, 'x')).rejects.toEqual(refusal);
  await expect(client.writeBlock('/other', 2n ** 63n - 1n, 'x')).rejects.toEqual(refusal);
});

test('WriteBlock refuses an unknown handle', async () => {
  await expect(client.writeBlock('/other', 0, 'x')).rejects.toEqual(
    fault('not-found', 'unknown file handle `/other`'),
  );
});

test('WriteBlock keeps the handle open when a write fails', async () => {
  await expect(client.writeBlock('/file', 2n ** 60n, 'x')).rejects.toEqual(
    fault('failed', 'File too large (os error 27)'),
  );
  await client.writeBlock('/file', 0, 'x');

  expect(await content()).toBe('x');
});

test('WriteBlock refuses a handle opened for reading, which can still be read', async () => {
  await client.openFile('/file', 'read', 'r');
  await expect(client.writeBlock('r', 0, 'x')).rejects.toEqual(
    fault('failed', 'Bad file descriptor (os error 9)'),
  );

  expect(await client.readBlock('r', 0, 1)).toEqual({ text: '', isAtEnd: true });
});

test('WriteBlock is refused before initialize, before any other check', async () => {
  await expect(harness.connect().writeBlock('/file', 0, '')).rejects.toThrow(
    'client must call initialize before using filesystem methods',
  );
});
