import type { ConnectionEnd } from '../../application/connection/client-connection.js';

/**
 * A connection that carries whole JSON-RPC messages to and from one client: all that this layer knows of a
 * connection.
 */
export interface MessageTransport {
  /**
   * Names the kind of message and the peer in the error for an unreadable one: `KIND JSON-RPC message from
   * PEER`.
   */
  readonly source: string;
  /** IP address of the client; undefined where the transport has none. */
  readonly address?: string | undefined;
  /** The subject of the client's credential, if the authenticator named one. */
  readonly subject?: string | undefined;
  /** Bytes sent but not yet accepted by the operating system. */
  readonly unsentBytes: number;
  /**
   * Sends one message, in order. Never throws; does nothing after the end. A buffer must not be modified
   * before `onSent` is called; some transports never call it.
   */
  send(message: string | Buffer, onSent?: () => void): void;
  /**
   * Closes the connection at once, without a closing handshake.
   * @param reason for the log
   */
  terminate(reason?: string): void;
  /**
   * Closes the connection behind what was sent before, and tells the peer a WebSocket close code and the reason. Nothing that the peer sends
   * later is received, acknowledgements included. Where the transport has no such thing, `terminate` is called instead.
   */
  close?(code: number, reason: string): void;
  /** Stops receiving messages until `resume`; a few that had already arrived may still be emitted. */
  pause(): void;
  resume(): void;
  /**
   * Calls `onAck` once the peer has acknowledged everything sent before; never, if the connection ends
   * first. Callbacks are called in order.
   */
  requestAck(onAck: () => void): void;
  /** Resolves with whether anything comes from the peer within `withinMs`, after pinging it. */
  probe(withinMs: number): Promise<boolean>;
  /** The client has initialized, so limits for unauthenticated clients no longer apply. */
  onInitialized?(): void;
  /** Sets the listener for messages; bytes are UTF-8 that is not yet validated, and the listener may overwrite them. Call it once. */
  onMessage(listener: (message: string | Buffer) => void): void;
  /** Adds a listener that is called when everything sent has left, after bytes had queued up. */
  onDrain(listener: () => void): void;
  /**
   * Sets the listener that is called once when the connection has ended, with the cause where it is known.
   * Call it once.
   */
  onEnd(listener: (end?: ConnectionEnd) => void): void;
}
