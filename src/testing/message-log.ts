import type { ServerMessage } from '../protocol/json-rpc.js';

const MAX_SHOWN = 50;

interface Waiter {
  readonly predicate: (message: ServerMessage) => boolean;
  readonly resolve: (message: ServerMessage) => void;
}

/** All that a client has received, in order, over all its connections. */
export class MessageLog {
  readonly #messages: ServerMessage[] = [];
  readonly #waiters = new Set<Waiter>();

  get messages(): readonly ServerMessage[] {
    return this.#messages;
  }

  record(message: ServerMessage): void {
    this.#messages.push(message);
    for (const waiter of this.#waiters) {
      if (waiter.predicate(message)) waiter.resolve(message);
    }
  }

  /**
   * Resolves with the first message that fits, be it received already or yet to come.
   *
   * @throws {Error} after `timeoutMs`, with the messages seen so far.
   */
  async waitFor(
    predicate: (message: ServerMessage) => boolean,
    timeoutMs: number,
    what: string,
  ): Promise<ServerMessage> {
    const seen = this.#messages.find(predicate);
    if (seen !== undefined) return seen;
    return await new Promise((resolve, reject) => {
      const waiter: Waiter = {
        predicate,
        resolve: (message) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(message);
        },
      };
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new Error(`no ${what} within ${timeoutMs} ms; ${this.#describe()}`));
      }, timeoutMs);
      this.#waiters.add(waiter);
    });
  }

  #describe(): string {
    const shown = this.#messages.slice(-MAX_SHOWN).map((message) => `  ${abridge(message)}`);
    const heading = `seen so far: ${this.#messages.length} messages`;
    return shown.length === 0 ? heading : `${heading}, the last of them:\n${shown.join('\n')}`;
  }
}

const abridge = (message: ServerMessage): string => {
  const text = JSON.stringify(message);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
};
