import { describe, expect, test } from '@jest/globals';
import { ConnectionInterrupted } from '../../../src/client/errors.js';
import { pollingFollowers } from '../../../src/client/following/polling-follower.js';
import { FakeSession } from '../fake-session.js';
import { readPage } from '../read-page.js';

const KIB = 1024;

describe('A process that is observed', () => {
  test('is read in small pages behind a loss of the connection, each from where it left off', async () => {
    const end = { exited: true, exitCode: 0, closed: true };
    const answers = [
      new ConnectionInterrupted('process/read', 'cut'),
      readPage({ chunks: [{ seq: 1, stream: 'stdout', chunk: btoa('one') }], nextSeq: 2 }),
      readPage({ ...end, nextSeq: 4 }),
    ];
    const session = new FakeSession(() => answers.shift());
    const events: string[] = [];
    const follower = pollingFollowers(session).follow('p', 0, {
      onEvent: ({ kind }) => events.push(kind),
      onLost: () => events.push('lost'),
      onFailed: (error) => events.push(error.message),
    });
    await follower.catchUp();
    expect(events).toEqual(['output', 'exited', 'closed']);
    const reads = session.sent.map(({ params }) => [params.afterSeq, params.maxBytes / KIB]);
    expect(reads).toEqual([
      [0, 1024],
      [0, 64],
      [1, 128],
    ]);
  });

  test('reports each time the bytes that are missing since the time before', async () => {
    const dropped = (seq: number, droppedBytes: number) =>
      readPage({
        chunks: [{ seq, stream: 'stdout', chunk: btoa('four') }],
        nextSeq: seq + 1,
        firstRetainedSeq: seq,
        droppedBytes,
      });
    const answers = [
      dropped(3, 100),
      dropped(6, 100 + 4 + 30),
      readPage({ exited: true, exitCode: 0, closed: true, nextSeq: 9 }),
    ];
    const lost: (number | undefined)[] = [];
    const session = new FakeSession(() => answers.shift());
    const follower = pollingFollowers(session).follow('p', 0, {
      onEvent: () => undefined,
      onLost: ({ bytes }) => lost.push(bytes),
      onFailed: (error) => lost.push(Number(error)),
    });
    await follower.catchUp();
    expect(lost).toEqual([100, 30]);
  });
});
