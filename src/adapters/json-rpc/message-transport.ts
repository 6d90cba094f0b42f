import type { ConnectionEnd } from '../../application/connection/connection-end.js';

/** A way for whole JSON-RPC messages to and from one client: all that this layer knows of a connection. */
export interface MessageTransport {
  /** What its messages are, for the error about an unreadable one: `KIND JSON-RPC message from PEER`. */
  readonly source: string;
  /** IP address of the client; undefined where there is none. */
  readonly address?: string | undefined;
  /** Whom the client's credential stands for, where it says so. */
  readonly subject?: string | undefined;
  /** Bytes that were sent but have not left this process yet. */
  readonly unsentBytes: number;
  /**
   * Sends one message, in order. After the end it does nothing. Never throws. A buffer must not be changed before
   * `onSent` is called, which says that nobody looks at it any more; some transports never do.
   */
  send(message: string | Buffer, onSent?: () => void): void;
  /** Ends the connection at once, without a farewell. @param reason for the log */
  terminate(reason?: string): void;
  /** Receives no more messages until `resume`; some that had arrived already may still come. */
  pause(): void;
  resume(): void;
  /**
   * Calls back once the peer has proven to have received all that was sent before; never, when the
   * connection ends first. In the order of the calls.
   */
  requestAck(onArrived: () => void): void;
  /** Resolves with whether anything comes from the peer within that time, after asking it to. */
  probe(withinMs: number): Promise<boolean>;
  /** The client has initialized: it is no stranger any more. */
  onInitialized?(): void;
  /** Hears each message; bytes are UTF-8 that nobody has checked. Set once. */
  onMessage(listener: (message: string | Buffer) => void): void;
  /** Hears when all that was sent has left, after it had piled up. Any number of listeners. */
  onDrain(listener: () => void): void;
  /** Hears once that the connection has ended, however that came about, and why where that is known. Set once. */
  onEnd(listener: (end?: ConnectionEnd) => void): void;
}
