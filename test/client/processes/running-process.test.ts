import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
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
  test('resolves with its output, in the shape that the options ask for', async () => {
    const [process] = await harness.run({ all: true, lines: true });
    harness.server.newest.output(process.id, 1, 'a\nb');
    harness.server.newest.output(process.id, 2, 'oops\n', 'stderr');
    harness.server.newest.output(process.id, 3, '\n');
    harness.end(process.id, 4);
    expect(await process).toMatchObject({
      exitCode: 0,
      stdout: ['a', 'b'],
      stderr: ['oops'],
      all: ['a', 'boops', ''],
    });
  });

  test('rejects with an error that reads like a terminal, and whose stack leads to the call', async () => {
    const [process] = await harness.run();
    harness.server.newest.output(process.id, 1, 'all\n');
    harness.server.newest.output(process.id, 2, 'oops', 'stderr');
    harness.end(process.id, 3, 2);
    const error = await failureOf(process);
    expect(error.message).toBe(
      'Command failed with exit code 2: make\n\n$ make\nall\noops\n[failed with exit code 2]',
    );
    expect(error.stack).toContain('running-process.test');
    expect(error).toMatchObject({ stdout: 'all', stderr: 'oops', exitCode: 2 });
  });

  test('holds acknowledgement back while its reader is slow, and others acknowledge by reads', async () => {
    const [slow] = await harness.run({ buffer: false });
    const [quick] = await harness.run();
    harness.server.newest.output(slow.id, 1, 'x'.repeat(MIB));
    harness.server.newest.probe('1');
    expect(harness.server.newest.pongs).toEqual([]);
    expect(harness.server.newest.pings).toBe(1);
    harness.server.newest.output(quick.id, 1, 'x'.repeat(MIB));
    expect(harness.newest('process/read')?.params).toMatchObject({
      processId: quick.id,
      afterSeq: 1,
    });
    slow.stdout.resume();
    await settled();
    expect(harness.server.newest.pongs).toEqual(['1']);
  });

  test('ends its streams behind what has come when it is released', async () => {
    const [process] = await harness.run({ buffer: false });
    harness.server.newest.output(process.id, 1, 'came');
    process.release();
    harness.server.newest.output(process.id, 2, 'late');
    const read = [];
    for await (const bytes of process.stdout) {
      read.push(String(bytes));
    }
    expect(read).toEqual(['came']);
  });

  test('is not held up by streams that nobody reads once its result is awaited', async () => {
    const [process] = await harness.run({ buffer: false });
    harness.server.newest.output(process.id, 1, 'x'.repeat(2 * MIB));
    const result = process.then(({ stdout }) => stdout);
    await settled();
    await settled();
    harness.server.newest.probe('1');
    expect(harness.server.newest.pongs).toEqual(['1']);
    harness.end(process.id, 2);
    expect(await result).toBeUndefined();
  });

  test('keeps output of processes that nobody has asked for on the server', async () => {
    harness.server.newest.output('theirs', 1, 'x');
    harness.server.newest.probe('1');
    expect(harness.server.newest.pongs).toEqual([]);
    const process = harness.processes.follow('theirs', {});
    await settled();
    const chunks = [chunk(1, 'x')];
    harness.server.newest.answer(harness.newest('process/read'), readPage({ chunks, nextSeq: 2 }));
    await settled();
    expect(harness.server.newest.pongs).toEqual(['1']);
    harness.end('theirs', 2);
    expect((await process).stdout).toBe('x');
  });

  test('is killed when its time is up, and with SIGKILL on a server without extensions', async () => {
    const abort = new AbortController();
    const [process] = await harness.run({ signal: abort.signal, reject: false });
    abort.abort();
    await settled();
    expect(harness.newest('process/signal')?.params.signal).toBe('SIGTERM');
    harness.end(process.id, 1, 143);
    expect(await process).toMatchObject({ isCanceled: true, failed: true });
    harness.server.hasExtensions = false;
    await harness.connect();
    const [other] = await harness.run({ maxBuffer: 3, reject: false });
    harness.server.newest.output(other.id, 1, 'abcd');
    await settled();
    expect(harness.requestsFor('process/terminate')).toHaveLength(1);
    harness.end(other.id, 2, 137);
    expect(await other).toMatchObject({ isMaxBuffer: true, stdout: 'abc' });
  });
});
