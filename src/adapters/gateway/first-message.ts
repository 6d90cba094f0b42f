import type { Duplex, Writable } from 'node:stream';
import * as ws from 'ws';
import type { UnroutedReason } from '../../application/ports/routing/gateway-metrics.js';

/** The parser of `ws`, which its types do not have. */
interface ReceiverOptions {
  readonly isServer: true;
  readonly maxPayload: number;
}
const { Receiver } = ws as unknown as {
  Receiver: new (options: ReceiverOptions) => Writable;
};

/** Close codes (RFC 6455 section 7.4.1). */
const PROTOCOL_ERROR = 1002;
const POLICY_VIOLATION = 1008;
const TOO_BIG = 1009;

/** Why a client is not routed to a node, and the Close frame that it gets. */
export interface Refusal {
  readonly why: UnroutedReason;
  readonly code: number;
  readonly reason: string;
}

/** How reading the first message of a client ended. */
export type FirstMessage =
  | {
      /** Its content, of a text or a binary message. */
      readonly message: Buffer;
      /** All that the client has sent so far, frame by frame as it was. */
      readonly received: Buffer;
    }
  | Refusal
  /** The client closes it with a Close frame, which has this code. */
  | { readonly closedWith: number }
  /** The client has closed the connection. */
  | 'ended';

/** What a client may send before its first message is complete, and how long it may take. */
export interface FirstMessageLimits {
  readonly maxFirstMessageBytes: number;
  readonly initializeTimeoutMs: number;
}

/** Reads up to the first message, and then leaves the socket paused. */
export const readFirstMessage = (
  socket: Duplex,
  head: Buffer,
  { maxFirstMessageBytes, initializeTimeoutMs }: FirstMessageLimits,
): Promise<FirstMessage> =>
  new Promise((resolve) => {
    const receiver = new Receiver({ isServer: true, maxPayload: maxFirstMessageBytes });
    const received: Buffer[] = [];
    let bytes = 0;
    let isSettled = false;
    const settle = (result: FirstMessage): void => {
      isSettled = true;
      clearTimeout(timer);
      socket.off('data', take).off('end', ended).off('close', ended).pause();
      resolve(result);
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      received.push(chunk);
      // A copy, since the parser unmasks in place.
      receiver.write(Buffer.from(chunk));
      if (!isSettled && bytes > maxFirstMessageBytes) {
        settle(tooLong(maxFirstMessageBytes));
      }
    };
    const ended = (): void => settle('ended');
    const timer = setTimeout(() => settle(TOO_LATE), initializeTimeoutMs);
    receiver.on('message', (message: Buffer) => {
      if (!isSettled) {
        settle({ message, received: Buffer.concat(received) });
      }
    });
    receiver.on('conclude', (code: number) => {
      if (!isSettled) {
        settle({ closedWith: code === NO_CODE ? NORMAL : code });
      }
    });
    receiver.on('error', ({ message, code }: Error & { code?: string }) => {
      if (!isSettled) {
        settle(
          code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'
            ? tooLong(maxFirstMessageBytes)
            : { why: 'first_message_invalid', code: PROTOCOL_ERROR, reason: message },
        );
      }
    });
    socket.on('data', take).once('end', ended).once('close', ended);
    if (head.length > 0) {
      take(head);
    }
  });

const NORMAL = 1000;
/** A Close frame without a code. */
const NO_CODE = 1005;

const tooLong = (maxBytes: number): Refusal => ({
  why: 'first_message_too_long',
  code: TOO_BIG,
  reason: `the first message is too long for a gateway: it takes ${maxBytes} bytes`,
});
const TOO_LATE: Refusal = {
  why: 'first_message_too_late',
  code: POLICY_VIOLATION,
  reason: 'the first message was not received in time (--initialize-timeout)',
};
