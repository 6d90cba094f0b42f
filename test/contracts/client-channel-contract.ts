import { describe, expect, test } from '@jest/globals';
import type { ClientChannel } from '../../src/application/ports/client-channel.js';
import type { SeqRange } from '../../src/domain/output/acknowledged-ranges.js';
import type { ProcessEvent } from '../../src/domain/output/process-event.js';

/** A channel whose connection the test can hold back, and whose client it plays. */
export interface ChannelSubject {
  readonly channel: ClientChannel;
  /** From now on nothing that is sent leaves. */
  congest(): void;
  /** All that was held back leaves. */
  drain(): void;
  /** The client acknowledges events of the process `p` that were sent. */
  acknowledge(range: SeqRange): void;
  /** Numbers of the events that were sent, in order. */
  sent(): readonly number[];
}

/** Beyond any high watermark of a channel under test. */
const LARGE = 100_000;

const output = (seq: number, size = 1): ProcessEvent => ({
  kind: 'output',
  processId: 'p',
  seq,
  stream: 'stdout',
  bytes: Buffer.alloc(size, 'x'),
});

/** What every `ClientChannel` keeps to. */
export const clientChannelContract = (name: string, open: () => ChannelSubject): void => {
  describe(`ClientChannel contract: ${name}`, () => {
    test('deliver sends events in order, and there is room', () => {
      const { channel, sent } = open();
      expect([1, 2, 3].map((seq) => channel.deliver(output(seq)))).toEqual([true, true, true]);
      expect(sent()).toEqual([1, 2, 3]);
    });

    test('deliver returns false once much is unsent, and onDrain is called when it has been sent', () => {
      const { channel, congest, drain, sent } = open();
      let drains = 0;
      channel.onDrain(() => {
        drains += 1;
      });
      congest();
      expect(channel.deliver(output(1, LARGE))).toBe(false);
      expect(sent()).toEqual([1]);
      expect(drains).toBe(0);
      drain();
      expect(drains).toBe(1);
      expect(channel.deliver(output(2))).toBe(true);
    });

    test('ready is undefined while there is room', () => {
      expect(open().channel.ready()).toBeUndefined();
    });

    test('ready and notify resolve when there is room again', async () => {
      const { channel, congest, drain } = open();
      congest();
      channel.deliver(output(1, LARGE));
      const order: string[] = [];
      const ready = channel.ready()?.then(() => order.push('resolved'));
      const notified = channel.notify({ kind: 'missing-path-changed', watchId: 1n });
      await new Promise(setImmediate);
      order.push('let go');
      drain();
      await Promise.all([ready, notified]);
      expect(order).toEqual(['let go', 'resolved']);
    });

    test('onAcknowledged reports what the client has acknowledged', () => {
      const { channel, acknowledge } = open();
      const reported: [string, SeqRange][] = [];
      channel.onAcknowledged((processId, range) => reported.push([processId, range]));
      channel.deliver(output(1));
      channel.deliver(output(2));
      expect(reported).toEqual([]);
      channel.requestAck();
      acknowledge({ after: 0, through: 2 });
      expect(reported).toEqual([['p', { after: 0, through: 2 }]]);
    });

    test('probe resolves with true for a client that answers', async () => {
      expect(await open().channel.probe(1000)).toBe(true);
    });

    test('deliver after the end does not throw', () => {
      const { channel } = open();
      channel.takenOver();
      channel.deliver(output(1));
    });
  });
};
