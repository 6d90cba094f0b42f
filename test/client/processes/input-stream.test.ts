import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ConnectionInterrupted, RequestFailed } from '../../../src/client/errors.js';
import { InputStream } from '../../../src/client/processes/input-stream.js';
import { settled } from '../../support/settled.js';
import { FakeSession } from '../fake-session.js';

const KIB = 1024;
const MIB = 1024 * KIB;
const ACCEPTED = { status: 'accepted' };
const FULL = new RequestFailed('process/write', {
  code: -32_603,
  message: 'the process does not read and its input queue is full; write again later',
});

const TAKEN_BEFORE = new RequestFailed('process/write', {
  code: -32_600,
  message: 'writeId was used for other bytes before; a new write needs a new writeId',
});
const CUT = new ConnectionInterrupted('process/write', 'cut');

/** What the server answers to the next writes; then it accepts. */
let answers: unknown[];
let session: FakeSession;
let stdin: InputStream;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  answers = [];
  session = new FakeSession(() => answers.shift() ?? ACCEPTED);
  const started = Promise.resolve();
  stdin = new InputStream({ connection: session, processId: 'p', isTerminal: false, started });
});

afterEach(() => {
  jest.useRealTimers();
});

const writes = () => session.sent.filter(({ method }) => method === 'process/write');
const sizes = (): number[] =>
  writes().map(({ params }) => Math.floor((params.chunk.length * 3) / 4 / KIB));

describe('Standard input', () => {
  test('goes in parts of 512 KiB, and its end behind them', async () => {
    stdin.end(Buffer.alloc(MIB + 1));
    await once(stdin, 'finish');
    expect(sizes()).toEqual([512, 512, 0]);
    expect(session.sent.at(-1)?.method).toBe('process/closeStdin');
  });

  test('is offered again after pauses that grow, and that are halved by each part that is taken', async () => {
    answers = [FULL, FULL, FULL, ACCEPTED];
    stdin.write(Buffer.alloc(512 * KIB + 1));
    await settled();
    for (const [pauseMs, sent] of [
      [1, 2],
      [3, 3],
      [7, 4],
      [3, 5],
    ] as const) {
      jest.advanceTimersByTime(pauseMs - 1);
      await settled();
      expect(writes()).toHaveLength(sent - 1);
      jest.advanceTimersByTime(1);
      await settled();
      expect(writes()).toHaveLength(sent);
    }
  });

  test('goes in small parts behind a loss of the connection, which grow as they are taken', async () => {
    answers = [CUT];
    stdin.end(Buffer.alloc(MIB));
    await once(stdin, 'finish');
    expect(sizes()).toEqual([512, 0, 64, 128, 256, 512, 64]);
  });

  test('goes in halves of the part that was not taken, where even small ones are lost', async () => {
    answers = [CUT, ACCEPTED, CUT, ACCEPTED, CUT];
    stdin.end(Buffer.alloc(512 * KIB));
    await once(stdin, 'finish');
    expect(sizes().slice(0, 8)).toEqual([512, 0, 64, 0, 32, 0, 16, 32]);
  });

  test('does not send a part again that the server took before the connection was lost', async () => {
    answers = [CUT, TAKEN_BEFORE];
    const sent = Buffer.concat([Buffer.alloc(512 * KIB, 'a'), Buffer.alloc(1000, 'b')]);
    stdin.end(sent);
    await once(stdin, 'finish');
    const ids = writes().map(({ params }) => params.writeId);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
    const chunks = writes().map(({ params }) => Buffer.from(params.chunk, 'base64'));
    expect(Buffer.concat(chunks)).toEqual(sent);
  });

  test('is sent again as it is by the connection where it is short, or the server has no extensions', async () => {
    stdin.write(Buffer.alloc(8 * KIB));
    stdin.write(Buffer.alloc(8 * KIB + 1));
    await settled();
    session.hasExtensions = false;
    stdin.write(Buffer.alloc(512 * KIB));
    await settled();
    expect(writes().map(({ whenInterrupted }) => whenInterrupted)).toEqual([
      'repeat',
      'fail',
      'repeat',
    ]);
  });

  test('fails as a pipe without a reader when the process has closed it', async () => {
    answers = [{ status: 'stdinClosed' }];
    const failure = new Promise((resolve) => stdin.write('x', resolve));
    await expect(failure).resolves.toMatchObject({ code: 'EPIPE', syscall: 'write' });
  });
});
