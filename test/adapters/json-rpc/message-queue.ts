/** What `next` gives once the other side has ended the connection. */
export const CLOSED = 'CLOSED';

/** What `next` gives when nothing comes. */
export const SILENCE = 'SILENCE';

const TIMEOUT_MS = 25_000;

/** Messages in the order received; the first caller gets the first. */
export class MessageQueue {
  readonly #messages: string[] = [];
  readonly #waiting = new Set<(message: string) => void>();

  push(message: string): void {
    const [waiting] = this.#waiting;
    if (waiting === undefined) {
      this.#messages.push(message);
    } else {
      waiting(message);
    }
  }

  /** Resolves with the next message, `CLOSED` at the end, or `SILENCE` when neither comes. */
  async next(timeoutMs = TIMEOUT_MS): Promise<string> {
    const message = this.#messages.shift();
    if (message !== undefined) {
      return message;
    }
    return await new Promise((resolve) => {
      const take = (next: string): void => {
        clearTimeout(timer);
        this.#waiting.delete(take);
        resolve(next);
      };
      const timer = setTimeout(() => take(SILENCE), timeoutMs);
      this.#waiting.add(take);
    });
  }

  /** Resolves with the next `count` messages; less when the other side ends or falls silent. */
  async take(count: number): Promise<string[]> {
    const messages: string[] = [];
    while (messages.length < count) {
      const message = await this.next();
      messages.push(message);
      if (message === CLOSED || message === SILENCE) {
        break;
      }
    }
    return messages;
  }
}
