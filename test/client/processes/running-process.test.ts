import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ResumableConnection } from '../../../src/client/connection/resumable-connection.js';
import { Processes } from '../../../src/client/processes/processes.js';
import type { FollowOptions, RunOptions } from '../../../src/client/processes/run-options.js';
import type { RunError } from '../../../src/client/processes/run-result.js';
import type { RunningProcess } from '../../../src/client/processes/running-process.js';
import type { OutputChunk } from '../../../src/protocol/process.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { settled } from '../../support/settled.js';
import { type FakeConnection, FakeServer, type SentRequest } from '../fake-server.js';
import { readPage } from '../read-page.js';

const MIB = 1024 * 1024;

let server: FakeServer;
let clock: FakeClock;
let connection: ResumableConnection;
let processes: Processes;

beforeEach(async () => {
  server = new FakeServer();
  clock = new FakeClock();
  await connect();
});

afterEach(async () => {
  await connection.close();
});

const connect = async (): Promise<void> => {
  connection = await ResumableConnection.open(
    {
      dial: server.dial,
      clock,
      random: () => 1,
      recoveryMs: undefined,
      peerTimeout: { pingIntervalMs: 1000, silentIntervals: 3 },
      initialize: (sessionId) => ({ clientName: 'test', resumeSessionId: sessionId ?? null }),
    },
    new AbortController().signal,
  );
  processes = new Processes(connection);
};

const requestsFor = (method: string, connection: FakeConnection = server.newest) =>
  connection.requests.filter((request) => request.method === method);
const newest = (method: string): SentRequest | undefined => requestsFor(method).at(-1);

/** A process that the server has started; in an array, since it would be awaited. */
const run = async <O extends RunOptions>(options: O = {} as O) => {
  const process = processes.run(['make'], options);
  await settled();
  server.newest.answer(newest('process/start'), {});
  await settled();
  return [process] as const;
};

const end = (processId: string, seq: number, exitCode = 0): void => {
  server.newest.notify('process/exited', { processId, seq, exitCode, sandboxDenied: false });
  server.newest.notify('process/closed', { processId, seq: seq + 1 });
};

const failureOf = (process: RunningProcess): Promise<RunError> =>
  process.catch((error) => error) as Promise<RunError>;

const chunk = (seq: number, text: string): OutputChunk => ({
  seq,
  stream: 'stdout',
  chunk: btoa(text),
});

const cut = async (): Promise<void> => {
  server.newest.cut();
  clock.advance(100);
  await settled();
};

describe('Running process', () => {
  test('resolves with its output, in the shape that the options ask for', async () => {
    const [process] = await run({ all: true, lines: true });
    server.newest.output(process.id, 1, 'a\nb');
    server.newest.output(process.id, 2, 'oops\n', 'stderr');
    server.newest.output(process.id, 3, '\n');
    end(process.id, 4);
    expect(await process).toMatchObject({
      exitCode: 0,
      stdout: ['a', 'b'],
      stderr: ['oops'],
      all: ['a', 'boops', ''],
    });
  });

  test('rejects with an error that reads like a terminal, and whose stack leads to the call', async () => {
    const [process] = await run();
    server.newest.output(process.id, 1, 'all\n');
    server.newest.output(process.id, 2, 'oops', 'stderr');
    end(process.id, 3, 2);
    const error = await failureOf(process);
    expect(error.message).toBe(
      'Command failed with exit code 2: make\n\n$ make\nall\noops\n[failed with exit code 2]',
    );
    expect(error.stack).toContain('running-process.test');
    expect(error).toMatchObject({ stdout: 'all', stderr: 'oops', exitCode: 2 });
  });

  test('reads after a cut what came meanwhile, and goes on', async () => {
    const [process] = await run();
    server.newest.output(process.id, 1, 'one ');
    await cut();
    server.newest.output(process.id, 3, 'three');
    expect(newest('process/read')?.params).toMatchObject({ processId: process.id, afterSeq: 1 });
    const chunks = [chunk(2, 'two ')];
    server.newest.answer(newest('process/read'), readPage({ chunks, nextSeq: 3 }));
    end(process.id, 4);
    expect((await process).stdout).toBe('one two three');
  });

  test('reads small pages first after a cut, and larger ones with each that arrives', async () => {
    const [process] = await run();
    const pageBytes = () => newest('process/read')?.params.maxBytes;
    const answerPage = async (seq: number, bytes: number): Promise<void> => {
      const chunks = [chunk(seq, 'x'.repeat(bytes))];
      server.newest.answer(newest('process/read'), readPage({ chunks, nextSeq: seq + 1 }));
      await settled();
    };
    await cut();
    expect(pageBytes()).toBe(65_536);
    await answerPage(1, 65_536);
    expect(pageBytes()).toBe(131_072);
    await cut();
    expect(newest('process/read')?.params).toMatchObject({ afterSeq: 1, maxBytes: 65_536 });
    for (let seq = 2; seq < 10; seq += 1) {
      await answerPage(seq, pageBytes());
    }
    expect(pageBytes()).toBe(MIB);
    await answerPage(10, 1);
    end(process.id, 11);
    expect((await process).exitCode).toBe(0);
  });

  test('reads its end after a cut that it fell into', async () => {
    const [process] = await run();
    await cut();
    const end = { exited: true, exitCode: 0, closed: true };
    const chunks = [chunk(1, 'one')];
    server.newest.answer(newest('process/read'), readPage({ ...end, chunks, nextSeq: 2 }));
    await settled();
    server.newest.answer(newest('process/read'), readPage({ ...end, nextSeq: 4 }));
    expect(await process).toMatchObject({ stdout: 'one', exitCode: 0 });
  });

  test('reads on behind an exit that came before a cut, and out of turn', async () => {
    const [process] = await run();
    const exited = { processId: process.id, seq: 3, exitCode: 0, sandboxDenied: false };
    server.newest.notify('process/exited', exited);
    await cut();
    const end = { exited: true, exitCode: 0, closed: true };
    for (const page of [
      { chunks: [chunk(1, 'x'.repeat(65_536))], nextSeq: 2 },
      { chunks: [chunk(2, 'two')], nextSeq: 3 },
      { nextSeq: 5 },
    ]) {
      server.newest.answer(newest('process/read'), readPage({ ...end, ...page }));
      await settled();
    }
    expect((await process).stdout.length).toBe(65_539);
  });

  test('fails with the number of bytes that the server no longer has', async () => {
    const [process] = await run();
    server.newest.output(process.id, 1, '12345');
    await cut();
    const gap = { nextSeq: 9, firstRetainedSeq: 9, droppedBytes: 105 };
    server.newest.answer(newest('process/read'), readPage(gap));
    const error = await failureOf(process);
    expect(error.cause).toMatchObject({ name: 'OutputLost', bytes: 100, firstSeq: 2, lastSeq: 8 });
    expect(error.message).toContain('100 bytes of the output');
  });

  test('goes on behind lost output for who asks to be told', async () => {
    const losses: (number | undefined)[] = [];
    const options: FollowOptions = { onOutputLost: ({ bytes }) => losses.push(bytes) };
    const process = processes.follow('theirs', options);
    await settled();
    const chunks = [chunk(9, 'rest')];
    const gap = { chunks, nextSeq: 10, firstRetainedSeq: 9, droppedBytes: 100 };
    server.newest.answer(newest('process/read'), readPage(gap));
    await settled();
    end('theirs', 10);
    expect((await process).stdout).toBe('rest');
    expect(losses).toEqual([100]);
  });

  test.each([
    ['is not started again when the server has it', true],
    ['is started again when the server never heard of it', false],
  ])('whose start was interrupted %s', async (_, isListed) => {
    const process = processes.run(['make'], {});
    await settled();
    await cut();
    const listed = isListed ? [{ processId: process.id }] : [];
    server.newest.answer(newest('process/list'), { processes: listed });
    await settled();
    expect(requestsFor('process/start')).toHaveLength(isListed ? 0 : 1);
    expect(requestsFor('process/read')).toHaveLength(isListed ? 1 : 0);
  });

  test('whose start was interrupted is uncertain on a server without extensions', async () => {
    server.hasExtensions = false;
    await connect();
    const process = processes.run(['make'], {});
    process.catch(() => undefined);
    await settled();
    await cut();
    await expect(process.then()).rejects.toThrow(
      /could not be started: .*the request may have taken effect/,
    );
  });

  test('writes input once, again under the same id after a cut, and then ends it', async () => {
    const [process] = await run({ input: 'hello' });
    const [write] = requestsFor('process/write');
    await cut();
    expect(newest('process/write')?.params).toEqual(write?.params);
    expect(requestsFor('process/closeStdin')).toEqual([]);
    server.newest.answer(newest('process/write'), { status: 'accepted' });
    await settled();
    expect(newest('process/closeStdin')?.params).toEqual({ processId: process.id });
  });

  test('holds acknowledgement back while its reader is slow, and others acknowledge by reads', async () => {
    const [slow] = await run({ buffer: false });
    const [quick] = await run();
    server.newest.output(slow.id, 1, 'x'.repeat(MIB));
    server.newest.probe('1');
    expect(server.newest.pongs).toEqual([]);
    expect(server.newest.pings).toBe(1);
    server.newest.output(quick.id, 1, 'x'.repeat(MIB));
    expect(newest('process/read')?.params).toMatchObject({ processId: quick.id, afterSeq: 1 });
    slow.stdout.resume();
    await settled();
    expect(server.newest.pongs).toEqual(['1']);
  });

  test('is not held up by streams that nobody reads once its result is awaited', async () => {
    const [process] = await run({ buffer: false });
    server.newest.output(process.id, 1, 'x'.repeat(2 * MIB));
    const result = process.then(({ stdout }) => stdout);
    await settled();
    await settled();
    server.newest.probe('1');
    expect(server.newest.pongs).toEqual(['1']);
    end(process.id, 2);
    expect(await result).toBeUndefined();
  });

  test('keeps output of processes that nobody has asked for on the server', async () => {
    server.newest.output('theirs', 1, 'x');
    server.newest.probe('1');
    expect(server.newest.pongs).toEqual([]);
    const process = processes.follow('theirs', {});
    await settled();
    const chunks = [chunk(1, 'x')];
    server.newest.answer(newest('process/read'), readPage({ chunks, nextSeq: 2 }));
    await settled();
    expect(server.newest.pongs).toEqual(['1']);
    end('theirs', 2);
    expect((await process).stdout).toBe('x');
  });

  test('is killed when its time is up, and with SIGKILL on a server without extensions', async () => {
    const abort = new AbortController();
    const [process] = await run({ signal: abort.signal, reject: false });
    abort.abort();
    await settled();
    expect(newest('process/signal')?.params.signal).toBe('SIGTERM');
    end(process.id, 1, 143);
    expect(await process).toMatchObject({ isCanceled: true, failed: true });
    server.hasExtensions = false;
    await connect();
    const [other] = await run({ maxBuffer: 3, reject: false });
    server.newest.output(other.id, 1, 'abcd');
    await settled();
    expect(requestsFor('process/terminate')).toHaveLength(1);
    end(other.id, 2, 137);
    expect(await other).toMatchObject({ isMaxBuffer: true, stdout: 'abc' });
  });
});
