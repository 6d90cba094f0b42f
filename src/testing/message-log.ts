import type { ServerMessage } from '../protocol/json-rpc.js';

/** How long to wait. */
export interface WaitOptions {
  /** Default 10 000. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_SHOWN = 50;

interface Waiter {
  readonly predicate: (message: ServerMessage) => boolean;
  readonly resolve: (message: ServerMessage) => void;
  readonly reject: (reason: string) => void;
}

/** What to wait for, and for how long. */
export interface Wanted extends WaitOptions {
  readonly predicate: (message: ServerMessage) => boolean;
  /** Describes what did not come, for the error. */
  readonly missing: () => string;
}

/** Everything that a client has received, in order, over all its connections. */
export class MessageLog {
  readonly #messages: ServerMessage[] = [];
  readonly #waiters = new Set<Waiter>();
  #ended: string | undefined = 'not connected yet';

  get messages(): readonly ServerMessage[] {
    return this.#messages;
  }

  /** Why no more messages come; undefined while some may. */
  get ended(): string | undefined {
    return this.#ended;
  }

  record(message: ServerMessage): void {
    this.#messages.push(message);
    for (const waiter of this.#waiters) {
      if (waiter.predicate(message)) {
        waiter.resolve(message);
      }
    }
  }

  /** A connection is open: messages may come. */
  begin(): void {
    this.#ended = undefined;
  }

  /** No more messages come; rejects every pending `waitFor` with the reason. */
  end(reason: string): void {
    this.#ended = reason;
    for (const waiter of this.#waiters) {
      waiter.reject(reason);
    }
  }

  /**
   * Resolves with the first matching message, already received or still to come.
   *
   * @throws {Error} after `timeoutMs` or at the end, with the messages seen so far.
   */
  async waitFor({
    predicate,
    timeoutMs = DEFAULT_TIMEOUT_MS,
    missing,
  }: Wanted): Promise<ServerMessage> {
    const seen = this.#messages.find(predicate);
    if (seen !== undefined) {
      return seen;
    }
    const failure = (why: string): Error => new Error(`${missing()}${why}; ${this.#describe()}`);
    if (this.#ended !== undefined) {
      throw failure(`: ${this.#ended}`);
    }
    return await new Promise((resolve, reject) => {
      const waiter: Waiter = {
        predicate,
        resolve: (message) => {
          stopWaiting();
          resolve(message);
        },
        reject: (reason) => {
          stopWaiting();
          reject(failure(`: ${reason}`));
        },
      };
      const stopWaiting = (): void => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
      };
      const timer = setTimeout(() => {
        stopWaiting();
        reject(failure(` within ${timeoutMs} ms`));
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
