import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FollowOptions } from '../../../src/client/processes/run-options.js';
import { settled } from '../../support/settled.js';
import { readPage } from '../read-page.js';
import { chunk, failureOf, ProcessHarness } from './process-harness.js';

const MIB = 1024 * 1024;

let harness: ProcessHarness;

beforeEach(async () => {
  harness = new ProcessHarness();
  await harness.connect();
});

afterEach(() => harness.close());

describe('Running process', () => {
  test('reads after a cut what came meanwhile, and goes on', async () => {
    const [process] = await harness.run();
    harness.server.newest.output(process.id, 1, 'one ');
    await harness.cut();
    harness.server.newest.output(process.id, 3, 'three');
    expect(harness.newest('process/read')?.params).toMatchObject({
      processId: process.id,
      afterSeq: 1,
    });
    const chunks = [chunk(2, 'two ')];
    harness.server.newest.answer(harness.newest('process/read'), readPage({ chunks, nextSeq: 3 }));
    harness.end(process.id, 4);
    expect((await process).stdout).toBe('one two three');
  });

  test('reads small pages first after a cut, and larger ones with each that arrives', async () => {
    const [process] = await harness.run();
    const pageBytes = () => harness.newest('process/read')?.params.maxBytes;
    const answerPage = async (seq: number, bytes: number): Promise<void> => {
      const chunks = [chunk(seq, 'x'.repeat(bytes))];
      harness.server.newest.answer(
        harness.newest('process/read'),
        readPage({ chunks, nextSeq: seq + 1 }),
      );
      await settled();
    };
    await harness.cut();
    expect(pageBytes()).toBe(65_536);
    await answerPage(1, 65_536);
    expect(pageBytes()).toBe(131_072);
    await harness.cut();
    expect(harness.newest('process/read')?.params).toMatchObject({ afterSeq: 1, maxBytes: 65_536 });
    for (let seq = 2; seq < 10; seq += 1) {
      await answerPage(seq, pageBytes());
    }
    expect(pageBytes()).toBe(MIB);
    await answerPage(10, 1);
    harness.end(process.id, 11);
    expect((await process).exitCode).toBe(0);
  });

  test('reads its end after a cut that it fell into', async () => {
    const [process] = await harness.run();
    await harness.cut();
    const end = { exited: true, exitCode: 0, closed: true };
    const chunks = [chunk(1, 'one')];
    harness.server.newest.answer(
      harness.newest('process/read'),
      readPage({ ...end, chunks, nextSeq: 2 }),
    );
    await settled();
    harness.server.newest.answer(harness.newest('process/read'), readPage({ ...end, nextSeq: 4 }));
    expect(await process).toMatchObject({ stdout: 'one', exitCode: 0 });
  });

  test('reads on behind an exit that came before a cut, and out of turn', async () => {
    const [process] = await harness.run();
    const exited = { processId: process.id, seq: 3, exitCode: 0, sandboxDenied: false };
    harness.server.newest.notify('process/exited', exited);
    await harness.cut();
    const end = { exited: true, exitCode: 0, closed: true };
    for (const page of [
      { chunks: [chunk(1, 'x'.repeat(65_536))], nextSeq: 2 },
      { chunks: [chunk(2, 'two')], nextSeq: 3 },
      { nextSeq: 5 },
    ]) {
      harness.server.newest.answer(harness.newest('process/read'), readPage({ ...end, ...page }));
      await settled();
    }
    expect((await process).stdout.length).toBe(65_539);
  });

  test('fails with the number of bytes that the server no longer has', async () => {
    const [process] = await harness.run();
    harness.server.newest.output(process.id, 1, '12345');
    await harness.cut();
    const gap = { nextSeq: 9, firstRetainedSeq: 9, droppedBytes: 105 };
    harness.server.newest.answer(harness.newest('process/read'), readPage(gap));
    const error = await failureOf(process);
    expect(error.cause).toMatchObject({ name: 'OutputLost', bytes: 100, firstSeq: 2, lastSeq: 8 });
    expect(error.message).toContain('100 bytes of the output');
  });

  test('goes on behind lost output for who asks to be told', async () => {
    const losses: (number | undefined)[] = [];
    const options: FollowOptions = { onOutputLost: ({ bytes }) => losses.push(bytes) };
    const process = harness.processes.follow('theirs', options);
    await settled();
    const chunks = [chunk(9, 'rest')];
    const gap = { chunks, nextSeq: 10, firstRetainedSeq: 9, droppedBytes: 100 };
    harness.server.newest.answer(harness.newest('process/read'), readPage(gap));
    await settled();
    harness.end('theirs', 10);
    expect((await process).stdout).toBe('rest');
    expect(losses).toEqual([100]);
  });

  test.each([
    ['is not started again by a server that has it', true],
    ['is started again by a server that has it not', false],
  ])('recovers an interrupted start: %s', async (_, isListed) => {
    const process = harness.processes.run(['make'], {});
    await settled();
    await harness.cut();
    const listed = isListed ? [{ processId: process.id }] : [];
    harness.server.newest.answer(harness.newest('process/list'), { processes: listed });
    await settled();
    expect(harness.requestsFor('process/start')).toHaveLength(isListed ? 0 : 1);
    expect(harness.requestsFor('process/read')).toHaveLength(isListed ? 1 : 0);
  });

  test('is uncertain after an interrupted start on a server without extensions', async () => {
    harness.server.hasExtensions = false;
    await harness.connect();
    const process = harness.processes.run(['make'], {});
    process.catch(() => undefined);
    await settled();
    await harness.cut();
    await expect(process.then()).rejects.toThrow(
      /could not be started: .*the request may have taken effect/,
    );
  });

  test('writes input once, again under the same id after a cut, and then ends it', async () => {
    const [process] = await harness.run({ input: 'hello' });
    const [write] = harness.requestsFor('process/write');
    await harness.cut();
    expect(harness.newest('process/write')?.params).toEqual(write?.params);
    expect(harness.requestsFor('process/closeStdin')).toEqual([]);
    harness.server.newest.answer(harness.newest('process/write'), { status: 'accepted' });
    await settled();
    expect(harness.newest('process/closeStdin')?.params).toEqual({ processId: process.id });
  });
});
