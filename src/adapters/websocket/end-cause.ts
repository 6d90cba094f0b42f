import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { ConnectionEnd } from '../../application/connection/client-connection.js';
import type { PeerLoss } from '../../application/ports/metrics.js';

/**
 * Close codes that no frame carries (RFC 6455 section 7.4.1): a Close frame without a code, and no Close
 * frame.
 */
const NO_CODE = 1005;
const NO_CLOSE_FRAME = 1006;

/** Why a WebSocket ends: the first cause is kept, since later ones are mostly its effects. */
export class EndCause {
  #cause: ConnectionEnd | undefined;

  constructor(websocket: WebSocket, socket: Socket) {
    // `ws` has sent the close code; its error text contains nothing of what was received.
    websocket.once('error', (error) => this.name(error.message));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNRESET') {
        this.#lose('reset by the client', 'reset');
      } else {
        this.#lose(`lost (${code})`, 'network_error');
      }
    });
  }

  /** Records a cause, unless there is one already. */
  name(reason: string, code?: number): void {
    this.#cause ??= { reason, code };
  }

  /** Nothing came from the peer for `--peer-timeout`. */
  nameSilence(): void {
    this.#lose('client silent (--peer-timeout)', 'silent');
  }

  /** The cause of a WebSocket that closed with `code`. */
  explain(code: number): ConnectionEnd {
    if (this.#cause !== undefined) {
      return this.#cause;
    }
    if (code === NO_CLOSE_FRAME) {
      return { reason: 'ended without a Close frame', loss: 'no_close_frame' };
    }
    return { reason: 'closed by the client', code: code === NO_CODE ? undefined : code };
  }

  #lose(reason: string, loss: PeerLoss): void {
    this.#cause ??= { reason, loss };
  }
}
