import { Members } from '../shared/members.js';
import type { OpenedWebSocket } from './opened-web-socket.js';

/** What has been received of a message that is not whole. */
interface Part {
  readonly opened: OpenedWebSocket;
  bytes: number;
}

/**
 * Limits the total size of partially received messages from clients that have not initialized: a thousand of
 * them with half a message of 64 MiB each would exhaust most machines. Above the limit the client with the
 * largest one is disconnected.
 */
export class PartialMessageLimiter {
  readonly #maxBytes: number;
  readonly #evict: (opened: OpenedWebSocket) => void;
  readonly #parts = new Members<Part>();
  #totalBytes = 0;

  constructor(maxBytes: number, evict: (opened: OpenedWebSocket) => void) {
    this.#maxBytes = maxBytes;
    this.#evict = evict;
  }

  /** Counts received bytes until the returned function is called, or the WebSocket closes. */
  watch(opened: OpenedWebSocket): () => void {
    const { websocket, socket, frames } = opened;
    const part: Part = { opened, bytes: 0 };
    const remove = this.#parts.add(part);
    const count = (chunk: Buffer): void => {
      this.#set(part, part.bytes + chunk.length);
      if (this.#totalBytes > this.#maxBytes) {
        this.#evictLargest();
      }
    };
    const whole = (): void => this.#set(part, 0);
    // It may have come between the fragments of a message, which are kept until the last.
    const control = (): void => {
      if (frames.isBetweenMessages) {
        whole();
      }
    };
    const stop = (): void => {
      socket.off('data', count);
      websocket.off('message', whole).off('ping', control).off('pong', control);
      whole();
      remove();
    };
    // Before the parser, so that a complete message resets the count afterwards.
    socket.prependListener('data', count);
    websocket.on('message', whole).on('ping', control).on('pong', control);
    websocket.once('close', stop);
    return stop;
  }

  #set(part: Part, bytes: number): void {
    this.#totalBytes += bytes - part.bytes;
    part.bytes = bytes;
  }

  #evictLargest(): void {
    const largest = [...this.#parts].reduce((a, b) => (b.bytes > a.bytes ? b : a));
    this.#evict(largest.opened);
  }
}
