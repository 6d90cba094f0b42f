import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Closes connections with too many unanswered requests: HTTP allows pipelining, but clients do not use it,
 * and Node would serve 40,000 requests in a row while all other connections wait.
 */
export class PipelineGuard {
  readonly #maxRequests: number;
  readonly #onCut: (request: IncomingMessage) => void;
  readonly #waiting = new WeakMap<Socket, number>();

  /**
   * @param maxRequests unanswered on one connection
   * @param onCut is called with the request that is too many, right before its connection is closed
   */
  constructor(maxRequests: number, onCut: (request: IncomingMessage) => void) {
    this.#maxRequests = maxRequests;
    this.#onCut = onCut;
  }

  /** False: the connection is closed, and this request must not be answered. */
  admits(request: IncomingMessage, response: ServerResponse): boolean {
    const { socket } = request;
    if (socket.destroyed) {
      return false;
    }
    const waiting = (this.#waiting.get(socket) ?? 0) + 1;
    if (waiting > this.#maxRequests) {
      this.#onCut(request);
      socket.destroy();
      return false;
    }
    this.#waiting.set(socket, waiting);
    response.once('close', () => this.#waiting.set(socket, (this.#waiting.get(socket) ?? 1) - 1));
    return true;
  }
}
