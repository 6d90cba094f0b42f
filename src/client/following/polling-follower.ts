import type { SessionConnection } from '../connection/session-connection.js';
import { EventSequence } from './event-sequence.js';
import {
  type Follower,
  type FollowerListener,
  type FollowerRegistry,
  takePage,
} from './follower.js';
import { PageReader } from './page-reader.js';

const MIB = 1024 * 1024;
/** How long the server waits for new events before it answers. */
const POLL_MS = 20_000;

/** Follows a process by long polls, as an observer must: nothing is pushed to it. */
class PollingFollower implements Follower {
  readonly #id: string;
  readonly #pages: PageReader;
  readonly #listener: FollowerListener;
  readonly #sequence: EventSequence;
  readonly #end = new AbortController();
  #backlogBytes = 0;
  #whenTaken: (() => void) | undefined;

  constructor(
    id: string,
    afterSeq: number,
    connection: SessionConnection,
    listener: FollowerListener,
  ) {
    this.#id = id;
    this.#pages = new PageReader(connection);
    this.#listener = listener;
    this.#sequence = new EventSequence(afterSeq, (event) => {
      if (event.kind === 'closed') {
        this.release();
      }
      listener.onEvent(event);
    });
  }

  get lastSeq(): number {
    return this.#sequence.lastSeq;
  }

  started(): void {
    // Everything is read.
  }

  setBacklog(bytes: number): void {
    this.#backlogBytes = bytes;
    if (bytes < MIB) {
      this.#whenTaken?.();
    }
  }

  async catchUp(): Promise<void> {
    try {
      while (!this.#end.signal.aborted) {
        const { lastSeq: afterSeq } = this.#sequence;
        const position = { processId: this.#id, afterSeq, waitMs: POLL_MS };
        const page = await this.#pages.read(position, this.#end.signal);
        if (page !== undefined) {
          takePage(this.#sequence, page, this.#id, this.#listener);
        }
        await this.#reader();
      }
    } catch (error) {
      if (!this.#end.signal.aborted) {
        this.release();
        this.#listener.onFailed(error as Error);
      }
    }
  }

  release(): void {
    this.#end.abort();
    this.#whenTaken?.();
  }

  /** Resolves when the reader has taken most of what came. */
  async #reader(): Promise<void> {
    if (this.#backlogBytes >= MIB && !this.#end.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#whenTaken = resolve;
      });
    }
  }
}

/** The processes of a session that an observer follows. */
export const pollingFollowers = (connection: SessionConnection): FollowerRegistry => ({
  follow: (id, afterSeq, listener) => new PollingFollower(id, afterSeq, connection, listener),
});
