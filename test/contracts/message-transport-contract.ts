import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { MessageTransport } from '../../src/adapters/json-rpc/message-transport.js';

/** A transport and its far end. */
export interface TransportSubject {
  readonly transport: MessageTransport;
  /** What has arrived at the far end. */
  readonly arrived: readonly string[];
  /** The far end sends a message. */
  sendBack(message: string): void;
  /** The far end closes the connection. */
  hangUp(): void;
  /** Resolves when the far end knows that the connection has ended. */
  readonly peerEnded: Promise<void>;
  dispose(): Promise<void>;
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) {
    await setImmediate();
  }
};

/** What every `MessageTransport` keeps to. */
export const messageTransportContract = (
  name: string,
  open: () => Promise<TransportSubject>,
): void => {
  describe(`MessageTransport contract: ${name}`, () => {
    let subject: TransportSubject;
    let transport: MessageTransport;
    let messages: string[];
    let end: { reports: number };

    beforeEach(async () => {
      subject = await open();
      ({ transport } = subject);
      messages = [];
      // Of this test alone: the end of the last one may be reported late.
      const own = { reports: 0 };
      end = own;
      transport.onMessage((message) => messages.push(message.toString()));
      transport.onEnd(() => {
        own.reports += 1;
      });
    });
    afterEach(() => subject.dispose());

    const numbered = Array.from({ length: 200 }, (_, index) => `{"n":${index}}`);

    test('messages are sent in order, as text or as bytes', async () => {
      for (const [index, message] of numbered.entries()) {
        transport.send(index % 2 === 0 ? message : Buffer.from(message));
      }
      await until(() => subject.arrived.length === numbered.length);
      expect(subject.arrived).toEqual(numbered);
    });

    test('messages are received whole and in order', async () => {
      for (const message of numbered) {
        subject.sendBack(message);
      }
      await until(() => messages.length === numbered.length);
      expect(messages).toEqual(numbered);
    });

    test('messages that arrive during a pause are received in order after the resume', async () => {
      transport.pause();
      for (const message of numbered) {
        subject.sendBack(message);
      }
      await transport.probe(1000);
      expect(messages.length).toBeLessThan(numbered.length);
      transport.resume();
      await until(() => messages.length === numbered.length);
      expect(messages).toEqual(numbered);
    });

    test('acknowledgements come in order, each after the messages before it have arrived', async () => {
      const acknowledged: number[][] = [];
      for (const count of [1, 2, 3]) {
        transport.send('{}');
        transport.requestAck(() => acknowledged.push([count, subject.arrived.length]));
      }
      await until(() => acknowledged.length === 3);
      expect(acknowledged.map(([count]) => count)).toEqual([1, 2, 3]);
      expect(acknowledged.every(([count = 0, arrived = 0]) => arrived >= count)).toBe(true);
    });

    test('probe resolves with true for a peer that answers', async () => {
      expect(await transport.probe(10_000)).toBe(true);
    });

    test('nothing is unsent once all has arrived', async () => {
      transport.send('{}');
      await until(() => subject.arrived.length === 1 && transport.unsentBytes === 0);
    });

    test('terminate ends the connection for both, once; afterwards nothing is sent and nothing throws', async () => {
      transport.terminate('a test');
      await subject.peerEnded;
      await until(() => end.reports > 0);
      transport.send('{}');
      transport.requestAck(() => {
        throw new Error('acknowledged after the end');
      });
      transport.terminate();
      transport.resume();
      await setImmediate();
      expect({ ...end, arrived: subject.arrived }).toEqual({ reports: 1, arrived: [] });
    });

    test('close, where there is one, ends the connection behind what was sent, and receives nothing later', async () => {
      if (transport.close === undefined) {
        return;
      }
      transport.send('{}');
      transport.requestAck(() => {
        throw new Error('acknowledged after the close');
      });
      transport.close(4000, 'a test');
      subject.sendBack('{}');
      await subject.peerEnded;
      await until(() => end.reports > 0);
      transport.close(4000, 'a test');
      await setImmediate();
      expect({ ...end, messages, arrived: subject.arrived }).toEqual({
        reports: 1,
        messages: [],
        arrived: ['{}'],
      });
    });

    test('the end of the peer is reported once', async () => {
      subject.hangUp();
      await until(() => end.reports > 0);
      await setImmediate();
      expect(end.reports).toBe(1);
    });
  });
};
