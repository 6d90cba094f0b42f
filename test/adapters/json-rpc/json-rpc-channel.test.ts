import { describe, expect, test } from '@jest/globals';
import {
  JsonRpcChannel,
  trackOutputSent,
} from '../../../src/adapters/json-rpc/json-rpc-channel.js';
import { OutputNotificationEncoder } from '../../../src/adapters/json-rpc/notifications/output-notification.js';
import type { SeqRange } from '../../../src/domain/output/acknowledged-ranges.js';
import type { OutputEvent } from '../../../src/domain/output/process-event.js';
import { clientChannelContract } from '../../contracts/client-channel-contract.js';
import { ScriptedTransport } from './scripted-transport.js';

const THRESHOLDS = { highWatermarkBytes: 1000, ackThresholdBytes: 100_000 };

const output = (seq: number, size: number, processId = 'p'): OutputEvent => ({
  kind: 'output',
  processId,
  seq,
  stream: 'stdout',
  bytes: Buffer.alloc(size),
});

const open = (thresholds = THRESHOLDS) => {
  const transport = new ScriptedTransport();
  const channel = new JsonRpcChannel(transport, thresholds, new OutputNotificationEncoder());
  const arrived: [string, SeqRange][] = [];
  channel.onAcknowledged((processId, range) => arrived.push([processId, range]));
  return { transport, channel, arrived };
};

clientChannelContract('JsonRpcChannel', () => {
  const { transport, channel } = open();
  return {
    channel,
    congest: () => {
      transport.isStuck = true;
    },
    drain: () => {
      transport.isStuck = false;
      transport.drain();
    },
    // Only what was sent before a request can be acknowledged, so the range is the channel's own.
    acknowledge: () => {
      for (const confirm of transport.pendingAcks.splice(0)) {
        confirm();
      }
    },
    sent: () =>
      transport.sent
        .map((message) => JSON.parse(message))
        .filter(({ method }) => method === 'process/output')
        .map(({ params }) => params.seq),
  };
});

describe('JsonRpcChannel', () => {
  test('ready resolves once the connection is closed, however much is unsent', async () => {
    const { transport, channel } = open();
    transport.isStuck = true;
    channel.deliver(output(1, 2000));
    const waiting = channel.ready();
    expect(waiting).toBeDefined();
    channel.closed();
    await waiting;
    expect(channel.ready()).toBeUndefined();
  });

  test('acknowledges output that follows a read behind the newest event', () => {
    const { transport, channel, arrived } = open();
    const page = { chunks: [], nextSeq: 2, gap: undefined, awaitsAck: false };
    trackOutputSent(channel, {
      ...page,
      processId: 'p',
      afterSeq: 9,
      exit: undefined,
      closed: false,
    });
    channel.deliver(output(2, 100));
    channel.requestAck();
    transport.pendingAcks[0]?.();
    expect(arrived).toEqual([['p', { after: 1, through: 2 }]]);
  });

  test('deliver returns false beyond sendHighWatermarkBytes', () => {
    const { transport, channel } = open();
    transport.isStuck = true;
    expect(channel.deliver(output(1, 100))).toBe(true);
    expect(channel.deliver(output(2, 900))).toBe(false);
  });

  test.each(['the client has read', 'the client is gone'])(
    'notify waits beyond the watermark until %s',
    async (release) => {
      const { transport, channel } = open();
      transport.isStuck = true;
      const notify = (bytes: number) =>
        channel.notify({
          kind: 'response-body-delta',
          requestId: 'r',
          seq: 1,
          bytes: Buffer.alloc(bytes),
          done: false,
          error: undefined,
        });
      await notify(10);
      let hasRoom = false;
      const waiting = notify(900).then(() => {
        hasRoom = true;
      });
      await new Promise(setImmediate);
      expect(hasRoom).toBe(false);
      if (release === 'the client is gone') {
        channel.closed();
      } else {
        transport.drain();
      }
      await waiting;
    },
  );

  test('notify serializes its notifications', async () => {
    const { transport, channel } = open();
    await channel.notify({ kind: 'missing-path-changed', watchId: 7n });
    await channel.notify({
      kind: 'response-body-delta',
      requestId: 'r',
      seq: 3,
      bytes: Buffer.from('hi'),
      done: true,
      error: undefined,
    });
    expect(transport.sent.map((text) => JSON.parse(text))).toEqual([
      { method: 'fs/missingChanged', params: { watchId: 7 } },
      {
        method: 'http/request/bodyDelta',
        params: { requestId: 'r', seq: 3, deltaBase64: 'aGk=', done: true, error: null },
      },
    ]);
  });

  test('calls onDrain when all has been sent', () => {
    const { transport, channel } = open();
    let drained = 0;
    channel.onDrain(() => {
      drained += 1;
    });
    transport.drain();
    expect(drained).toBe(1);
  });

  test('an event without output counts as 256 bytes until the next acknowledgement request', () => {
    const { transport, channel } = open({ ...THRESHOLDS, ackThresholdBytes: 1024 });
    for (const processId of ['a', 'b', 'c']) {
      channel.deliver({ kind: 'closed', processId, seq: 1 });
    }
    expect(transport.pendingAcks).toHaveLength(0);
    channel.deliver({ kind: 'closed', processId: 'd', seq: 1 });
    expect(transport.pendingAcks).toHaveLength(1);
  });

  test('requests an acknowledgement after ackIntervalBytes and reports the acknowledged ranges', () => {
    const { transport, channel, arrived } = open();
    channel.deliver(output(1, 60_000));
    channel.deliver(output(1, 10, 'q'));
    expect(transport.pendingAcks).toHaveLength(0);
    channel.deliver(output(2, 60_000));
    channel.deliver(output(3, 60_000));
    expect(transport.pendingAcks).toHaveLength(1);
    expect(arrived).toEqual([]);
    transport.pendingAcks[0]?.();
    expect(arrived).toEqual([
      ['p', { after: 0, through: 2 }],
      ['q', { after: 0, through: 1 }],
    ]);
  });

  test('trackSent counts output that is sent in the reply to a read', () => {
    const { transport, channel, arrived } = open();
    channel.trackSent('p', { after: 3, through: 9 }, 100_000);
    transport.pendingAcks[0]?.();
    expect(arrived).toEqual([['p', { after: 3, through: 9 }]]);
  });

  test.each([true, false])(
    'trackOutputSent requests an acknowledgement at once for a page with awaitsAck %s',
    (awaitsAck) => {
      const { transport, channel, arrived } = open();
      trackOutputSent(channel, {
        processId: 'p',
        afterSeq: 3,
        chunks: [output(4, 1)],
        gap: undefined,
        nextSeq: 5,
        awaitsAck,
        exit: undefined,
        closed: false,
      });
      expect(transport.pendingAcks).toHaveLength(awaitsAck ? 1 : 0);
      transport.pendingAcks[0]?.();
      expect(arrived).toEqual(awaitsAck ? [['p', { after: 3, through: 4 }]] : []);
    },
  );

  test('requests an acknowledgement after many one-byte writes, which cost more memory than their bytes', () => {
    const { transport, channel } = open({ ...THRESHOLDS, ackThresholdBytes: 5000 });
    for (let seq = 1; seq <= 30; seq += 1) {
      channel.deliver(output(seq, 1));
    }
    expect(transport.pendingAcks).toHaveLength(1);
  });
});
