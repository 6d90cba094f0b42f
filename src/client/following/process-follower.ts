import type { AcknowledgementGate } from '../connection/acknowledgement-gate.js';
import type { SessionConnection } from '../connection/session-connection.js';
import { EventSequence } from './event-sequence.js';
import { type Follower, type FollowerListener, readProcess, takePage } from './follower.js';
import { PageReader } from './page-reader.js';
import type { ProcessEvent } from './process-event.js';

const MIB = 1024 * 1024;
/** Output that the consumer has not taken yet at which the server is to wait, and at which it need not any more. */
const SLOW_BYTES = MIB;
const FAST_BYTES = MIB / 2;
/** As often as the server asks for an acknowledgement. */
const ACK_INTERVAL_BYTES = MIB;

/** A listener that is called at the end of the follower too. */
interface ReleasingListener extends FollowerListener {
  onReleased(): void;
}

/** What a follower needs of its connection. */
export interface FollowedConnection extends SessionConnection {
  readonly acknowledgements: AcknowledgementGate;
}

/** The events of one process, over one connection after another: each once, in order. */
export class ProcessFollower implements Follower {
  readonly id: string;
  readonly #connection: FollowedConnection;
  readonly #listener: ReleasingListener;
  readonly #sequence: EventSequence;
  readonly #pages: PageReader;
  #isSlow = false;
  #isReleased = false;
  /** The server knows the process. */
  #isStarted = false;
  /** Resumes a catch-up that waits for the consumer. */
  #whenFast: (() => void) | undefined;
  #isCatchingUp = false;
  #mustCatchUpAgain = false;
  /** The server sends every event from this number on over the connection that there is. */
  #firstSentSeq = Number.POSITIVE_INFINITY;
  #unacknowledgedBytes = 0;
  #acknowledgedEpoch = 0;
  #isAcknowledging = false;

  constructor(
    id: string,
    afterSeq: number,
    connection: FollowedConnection,
    listener: ReleasingListener,
  ) {
    this.id = id;
    this.#connection = connection;
    this.#pages = new PageReader(connection);
    this.#listener = listener;
    this.#sequence = new EventSequence(afterSeq, (event) => this.#deliver(event));
  }

  /** Everything up to this number was delivered. */
  get lastSeq(): number {
    return this.#sequence.lastSeq;
  }

  /** The server has started the process. */
  started(): void {
    this.#isStarted = true;
  }

  /** The session is attached again. */
  recover(): void {
    this.#firstSentSeq = Number.POSITIVE_INFINITY;
    if (this.#isStarted) {
      // A read that was answered before the loss says nothing of what came since.
      this.#mustCatchUpAgain = true;
      this.#pages.restart();
      void this.catchUp();
    }
  }

  /** Takes a notification. */
  take(event: ProcessEvent): void {
    if (this.#isReleased) {
      return;
    }
    this.#firstSentSeq = Math.min(this.#firstSentSeq, event.seq);
    this.#sequence.take(event);
    if (event.kind === 'output') {
      this.#countUnacknowledged(event.bytes.length);
    }
    if (this.#sequence.hasGap) {
      void this.catchUp();
    }
  }

  /** Output that was delivered and that its consumer has not taken yet. */
  setBacklog(bytes: number): void {
    if (this.#isReleased || (this.#isSlow ? bytes > FAST_BYTES : bytes < SLOW_BYTES)) {
      return;
    }
    this.#isSlow = !this.#isSlow;
    this.#connection.acknowledgements.setSlow(this.id, this.#isSlow);
    if (!this.#isSlow) {
      this.#whenFast?.();
      this.#whenFast = undefined;
      this.#acknowledge();
    }
  }

  /** Reads what the server has beyond what was delivered, page by page, as fast as the consumer takes it. */
  async catchUp(): Promise<void> {
    if (this.#isCatchingUp) {
      return;
    }
    this.#isCatchingUp = true;
    try {
      let isWhole = false;
      while (!this.#isReleased && (!isWhole || this.#mustCatchUpAgain)) {
        this.#mustCatchUpAgain = false;
        isWhole = await this.#readPage();
        await this.#consumer();
      }
      this.#connection.acknowledgements.setSlow(this.id, this.#isSlow && !this.#isReleased);
    } catch (error) {
      this.fail(error as Error);
    } finally {
      this.#isCatchingUp = false;
    }
  }

  /** It cannot be followed any longer. */
  fail(error: Error): void {
    if (!this.#isReleased) {
      this.release();
      this.#listener.onFailed(error);
    }
  }

  /** Nothing of it comes any more, or is wanted. */
  release(): void {
    this.#isReleased = true;
    this.#connection.acknowledgements.setSlow(this.id, false);
    this.#whenFast?.();
    this.#listener.onReleased();
  }

  /** Returns whether that was all there is. */
  async #readPage(): Promise<boolean> {
    const page = await this.#pages.read({ ...this.#position, waitMs: 0 });
    if (page === undefined) {
      return false;
    }
    takePage(this.#sequence, page, this.id, this.#listener);
    if (page.chunks.length === 0 || this.#sequence.lastSeq >= this.#firstSentSeq - 1) {
      // Notifications go on from there.
      return true;
    }
    // Only a page without output tells the number of its end. A read also acknowledges the page before, which a pong would do too
    // late.
    const mustGoOn = page.exited || this.#connection.acknowledgements.waitsForOthers(this.id);
    return !mustGoOn && !page.isFull;
  }

  get #position() {
    return { processId: this.id, afterSeq: this.#sequence.lastSeq };
  }

  #deliver(event: ProcessEvent): void {
    if (event.kind === 'closed') {
      this.release();
    }
    this.#listener.onEvent(event);
  }

  /** Resolves when the consumer can take more. */
  async #consumer(): Promise<void> {
    if (this.#isSlow) {
      await new Promise<void>((resolve) => {
        this.#whenFast = resolve;
      });
    }
  }

  #countUnacknowledged(bytes: number): void {
    const { epoch, isHeld } = this.#connection.acknowledgements;
    if (epoch !== this.#acknowledgedEpoch) {
      this.#acknowledgedEpoch = epoch;
      this.#unacknowledgedBytes = 0;
    }
    this.#unacknowledgedBytes += bytes;
    if (isHeld) {
      this.#acknowledge();
    }
  }

  /** While another process holds the acknowledgement back, a read acknowledges for this one alone. */
  #acknowledge(): void {
    if (
      this.#isSlow ||
      this.#isReleased ||
      this.#isAcknowledging ||
      !this.#connection.acknowledgements.isHeld ||
      this.#unacknowledgedBytes < ACK_INTERVAL_BYTES
    ) {
      return;
    }
    void this.#acknowledgeByReads();
  }

  async #acknowledgeByReads(): Promise<void> {
    this.#isAcknowledging = true;
    try {
      // Unacknowledged, output that arrives during the read would pause the process.
      while (this.#unacknowledgedBytes >= ACK_INTERVAL_BYTES && !this.#isReleased) {
        this.#unacknowledgedBytes = 0;
        const params = { ...this.#position, maxBytes: 1, waitMs: 0 };
        const page = await readProcess(this.#connection, params, { whenInterrupted: 'repeat' });
        takePage(this.#sequence, page, this.id, this.#listener);
      }
    } catch (error) {
      this.fail(error as Error);
    } finally {
      this.#isAcknowledging = false;
    }
  }
}
