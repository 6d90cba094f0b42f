import { describe, expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const RETENTION_MS = 80_000;
/** Two of them are two chunks, also while no client is attached. */
const CHUNK = 'x'.repeat(64 * 1024);

describe('a closed process', () => {
  test('is removed after its time without a read', async () => {
    const { harness, client } = await resumed();
    harness.clock.advance(RETENTION_MS);

    await expect(client.read('p')).rejects.toThrow('unknown process id p');
  });

  test('stays for a resumed client that has read a part of it', async () => {
    const { harness, client } = await resumed();
    const { nextSeq } = await client.read('p', { maxBytes: 1 });
    harness.clock.advance(10 * RETENTION_MS);
    const rest = await client.read('p', { afterSeq: nextSeq - 1, maxBytes: 1 });
    expect(rest.chunks.map(({ bytes }) => bytes.length)).toEqual([CHUNK.length]);

    harness.clock.advance(10 * RETENTION_MS);
    const end = await client.read('p', { afterSeq: rest.nextSeq - 1, maxBytes: 1 });
    expect([end.chunks, end.closed]).toEqual([[], true]);
  });

  test('is removed when it was read to the end', async () => {
    const { harness, client } = await resumed();
    await client.read('p');
    harness.clock.advance(RETENTION_MS);

    await expect(client.read('p')).rejects.toThrow('unknown process id p');
  });

  test('is removed with the end of the session that has read a part of it', async () => {
    const { harness, client } = await resumed();
    const observer = harness.connect();
    observer.initialize(undefined, { observeSessionId: client.sessionId });
    observer.acknowledge();
    await client.read('p', { maxBytes: 1 });
    client.endSession();
    harness.clock.advance(RETENTION_MS);

    await expect(observer.read('p')).rejects.toThrow('unknown process id p');
  });
});

/** A client that was away while a process has printed two chunks and ended. */
const resumed = async () => {
  const harness = new UseCaseHarness();
  const first = harness.open();
  await first.start('p');
  const [process] = harness.runner.started;
  first.drop();
  process?.output(CHUNK);
  process?.output(CHUNK);
  process?.end();
  return { harness, client: harness.resume(first.sessionId) };
};
