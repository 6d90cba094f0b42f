import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { settled } from '../../support/settled.js';
import { failureOf, ProcessHarness } from './process-harness.js';

const endless = function* (): Generator<string> {
  for (;;) {
    yield 'x'.repeat(64 * 1024);
  }
};

let harness: ProcessHarness;
beforeEach(async () => {
  harness = new ProcessHarness();
  await harness.connect();
});
afterEach(() => harness.close());

describe('The input of a command', () => {
  test('kills it where it fails itself, which is the cause of the failure', async () => {
    const broken = new Error('no such object');
    const source = new Readable({ read: () => undefined });
    const [process] = await harness.run({ input: source });
    source.destroy(broken);
    await settled();
    expect(harness.requestsFor('process/terminate')).toHaveLength(1);
    harness.end(process.id, 1, 137);
    expect(await failureOf(process)).toMatchObject({
      shortMessage: 'Command was killed: its input failed: no such object: make',
      cause: broken,
    });
  });

  test.each([
    ['a stream', () => Readable.from(endless())],
    ['an iterable', endless],
  ])('leaves a command alone that takes no more of %s', async (_, input) => {
    const [process] = await harness.run({ input: input() });
    await settled();
    harness.server.newest.answer(harness.newest('process/write'), { status: 'stdinClosed' });
    await settled();
    await settled();
    expect(harness.requestsFor('process/terminate')).toEqual([]);
    harness.end(process.id, 1);
    expect(await process).toMatchObject({ exitCode: 0, failed: false });
  });
});
