import type { Socket } from 'node:net';
import type { EndCause } from './end-cause.js';
import type { FrameSizeGuard } from './frame-size-guard.js';
import type { OrderedWebSocket } from './ordered-web-socket.js';

/** A WebSocket that has just been opened. */
export interface OpenedWebSocket {
  readonly websocket: OrderedWebSocket;
  /** The socket it runs over. */
  readonly socket: Socket;
  /** The IP address of the client, also behind a trusted proxy. */
  readonly address: string;
  /** The subject of the credential it was opened with. */
  readonly subject: string | undefined;
  readonly cause: EndCause;
  /** Reads the frames that come. */
  readonly frames: FrameSizeGuard;
}
