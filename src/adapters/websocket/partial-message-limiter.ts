import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/**
 * Limits the total size of partially received messages from clients that have not initialized: a thousand of
 * them with half a message of 64 MiB each would exhaust most machines. Above the limit the client with the
 * largest one is disconnected.
 */
export class PartialMessageLimiter {
  readonly #maxBytes: number;
  readonly #evict: (websocket: WebSocket) => void;
  readonly #parts = new Map<WebSocket, number>();
  #totalBytes = 0;

  constructor(maxBytes: number, evict: (websocket: WebSocket) => void) {
    this.#maxBytes = maxBytes;
    this.#evict = evict;
  }

  /** Counts received bytes until the returned function is called, or the WebSocket closes. */
  watch(websocket: WebSocket, socket: Socket): () => void {
    const count = (chunk: Buffer): void => {
      this.#set(websocket, (this.#parts.get(websocket) ?? 0) + chunk.length);
      if (this.#totalBytes > this.#maxBytes) {
        this.#evictLargest();
      }
    };
    const whole = (): void => this.#set(websocket, 0);
    const stop = (): void => {
      socket.off('data', count);
      for (const event of WHOLE) {
        websocket.off(event, whole);
      }
      whole();
      this.#parts.delete(websocket);
    };
    // Before the parser, so that a complete message resets the count afterwards.
    socket.prependListener('data', count);
    for (const event of WHOLE) {
      websocket.on(event, whole);
    }
    websocket.once('close', stop);
    return stop;
  }

  #set(websocket: WebSocket, bytes: number): void {
    this.#totalBytes += bytes - (this.#parts.get(websocket) ?? 0);
    this.#parts.set(websocket, bytes);
  }

  #evictLargest(): void {
    const [largest] = [...this.#parts].reduce((a, b) => (b[1] > a[1] ? b : a));
    this.#evict(largest);
  }
}

const WHOLE = ['message', 'ping', 'pong'] as const;
