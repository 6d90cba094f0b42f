import { beforeEach, expect, test } from '@jest/globals';
import { fault } from '../../../support/fault.js';
import type { HarnessClient } from '../../../support/harness-client.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const FOLLOW = { followSymlinks: true };
const UNKNOWN = fault('not-found', 'unknown file handle `/file`');

let harness: UseCaseHarness;
let client: HarnessClient;

beforeEach(async () => {
  harness = new UseCaseHarness({ maxFileBlockBytes: 100 });
  await harness.files.writeFile('/file', Buffer.from('0123456789'), FOLLOW);
  client = harness.open();
  await client.openFile('/file');
});

test.each([
  [0, 10, '0123456789', false],
  [0, 11, '0123456789', true],
  [4, 2, '45', false],
  [10, 1, '', true],
  [1e15, 1, '', true],
  [2n ** 63n - 2n, 1, '', true],
])(
  'ReadBlock reads from offset %d at most %d bytes and reports whether that is the end',
  async (...args) => {
    const [offset, length, text, isAtEnd] = args;
    expect(await client.readBlock('/file', offset, length)).toEqual({ text, isAtEnd });
  },
);

test('ReadBlock reads what was added after the open and from a file that was removed', async () => {
  const writer = harness.open();
  await writer.openFile('/new', 'replace');
  await client.openFile('/new');
  await writer.writeBlock('/new', 0, 'late');
  await harness.files.remove('/new', { ...FOLLOW, recursive: false, force: false });

  expect(await client.readBlock('/new', 0, 10)).toEqual({ text: 'late', isAtEnd: true });
});

test('ReadBlock refuses an unknown handle', async () => {
  await expect(client.readBlock('/other', 0, 1)).rejects.toEqual(
    fault('not-found', 'unknown file handle `/other`'),
  );
});

test('ReadBlock refuses a length of 0 or beyond the limit for any handle and keeps the handle open', async () => {
  const message = 'file read block length must be between 1 and 100';
  for (const length of [0, 101]) {
    const refusal = fault('invalid-request', message);
    await expect(client.readBlock('/file', 0, length)).rejects.toEqual(refusal);
    await expect(client.readBlock('/other', 0, length)).rejects.toEqual(refusal);
  }
  expect((await client.readBlock('/file', 0, 1)).text).toBe('0');
});

test('ReadBlock closes the handle at an offset of 2^63', async () => {
  await expect(client.readBlock('/file', 2n ** 63n, 1)).rejects.toEqual(
    fault('invalid-request', 'Invalid argument (os error 22)'),
  );
  await expect(client.readBlock('/file', 0, 1)).rejects.toEqual(UNKNOWN);
});

test('ReadBlock closes the handle when reading fails', async () => {
  await client.openFile('/new', 'replace');
  await expect(client.readBlock('/new', 0, 1)).rejects.toEqual(
    fault('failed', 'Bad file descriptor (os error 9)'),
  );
  await expect(client.readBlock('/new', 0, 1)).rejects.toThrow('unknown file handle `/new`');
});

test('ReadBlock answers pipelined requests in order', async () => {
  const blocks = await Promise.all([0, 3, 6, 9].map((at) => client.readBlock('/file', at, 3)));
  expect(blocks.map(({ text }) => text)).toEqual(['012', '345', '678', '9']);
});

test('ReadBlock is refused before initialize, before any other check', async () => {
  await expect(harness.connect().readBlock('/file', 0, 0)).rejects.toThrow(
    'client must call initialize before using filesystem methods',
  );
});
