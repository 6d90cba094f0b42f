import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { RequestFailed } from '../../../src/client/errors.js';
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

  test('fails as a pipe without a reader when the process has closed it', async () => {
    answers = [{ status: 'stdinClosed' }];
    const failure = new Promise((resolve) => stdin.write('x', resolve));
    await expect(failure).resolves.toMatchObject({ code: 'EPIPE', syscall: 'write' });
  });
});
