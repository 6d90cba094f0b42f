/** Approximate memory of a reply that is not serialized yet. */
const REPLY_BYTES = 1024;

/** Sends replies in the order in which they are made, when there is room: they are serialized then, since that takes the memory. */
export class PendingReplies {
  readonly #channel: { readonly hasRoom: boolean };
  #waiting: (() => void)[] = [];

  constructor(channel: { readonly hasRoom: boolean }) {
    this.#channel = channel;
  }

  get waitingBytes(): number {
    return this.#waiting.length * REPLY_BYTES;
  }

  /** Behind those that wait. */
  send(reply: () => void): void {
    if (this.#waiting.length === 0 && this.#channel.hasRoom) {
      reply();
    } else {
      this.#waiting.push(reply);
      this.sendWaiting();
    }
  }

  /** Call it when there may be room again. */
  sendWaiting(): void {
    while (this.#waiting.length > 0 && this.#channel.hasRoom) {
      this.#waiting.shift()?.();
    }
  }

  clear(): void {
    this.#waiting = [];
  }
}
