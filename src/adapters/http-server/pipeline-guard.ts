import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Cuts off connections on which many requests wait for their answers: HTTP allows to send them without waiting,
 * no client does, and Node would serve 40,000 of them in a row while everybody else waits.
 */
export class PipelineGuard {
  readonly #maxRequests: number;
  readonly #onCut: (socket: Socket) => void;
  readonly #waiting = new WeakMap<Socket, number>();

  /**
   * @param maxRequests that may wait on one connection.
   * @param onCut hears which one is cut off.
   */
  constructor(maxRequests: number, onCut: (socket: Socket) => void) {
    this.#maxRequests = maxRequests;
    this.#onCut = onCut;
  }

  /** False: the connection is cut off, and this request is not to be answered. */
  admits({ socket }: IncomingMessage, response: ServerResponse): boolean {
    if (socket.destroyed) {
      return false;
    }
    const waiting = (this.#waiting.get(socket) ?? 0) + 1;
    if (waiting > this.#maxRequests) {
      this.#onCut(socket);
      socket.destroy();
      return false;
    }
    this.#waiting.set(socket, waiting);
    response.once('close', () => this.#waiting.set(socket, (this.#waiting.get(socket) ?? 1) - 1));
    return true;
  }
}
