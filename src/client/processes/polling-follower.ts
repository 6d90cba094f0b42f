import type { ProcessReadResult } from '../../protocol/process.js';
import type { SessionConnection } from '../connection/session-connection.js';
import { EventSequence } from './event-sequence.js';
import {
  type Follower,
  type FollowerListener,
  type FollowerRegistry,
  lostOutput,
  readProcess,
} from './follower.js';

const MIB = 1024 * 1024;
/** How long the server waits for new events before it answers. */
const POLL_MS = 20_000;

/** Follows a process by long polls, as an observer must: nothing is pushed to it. */
class PollingFollower implements Follower {
  readonly #id: string;
  readonly #connection: SessionConnection;
  readonly #listener: FollowerListener;
  readonly #sequence: EventSequence;
  readonly #end = new AbortController();
  #deliveredBytes = 0;
  #backlogBytes = 0;
  #whenTaken: (() => void) | undefined;

  constructor(
    id: string,
    afterSeq: number,
    connection: SessionConnection,
    listener: FollowerListener,
  ) {
    this.#id = id;
    this.#connection = connection;
    this.#listener = listener;
    this.#sequence = new EventSequence(afterSeq, (event) => {
      if (event.kind === 'output') {
        this.#deliveredBytes += event.bytes.length;
      } else if (event.kind === 'closed') {
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
        this.#take(await this.#poll());
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

  #poll(): Promise<ProcessReadResult> {
    const { lastSeq: afterSeq } = this.#sequence;
    const params = { processId: this.#id, afterSeq, maxBytes: MIB, waitMs: POLL_MS };
    const { signal } = this.#end;
    return readProcess(this.#connection, params, { whenInterrupted: 'repeat', signal });
  }

  #take(page: ProcessReadResult): void {
    this.#sequence.takePage(page, (lost) =>
      this.#listener.onLost(lostOutput(this.#id, lost, page, this.#deliveredBytes)),
    );
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
