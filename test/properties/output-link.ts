import type { SeqRange } from '../../src/domain/output/acknowledged-ranges.js';
import type { OutputPage } from '../../src/domain/output/output-log.js';
import type { ProcessEvent } from '../../src/domain/output/process-event.js';
import type { HarnessClient } from '../support/harness-client.js';
import { CHUNK_OVERHEAD_BYTES } from '../support/output-chunk.js';

type Frame =
  | { readonly event: ProcessEvent }
  | { readonly page: OutputPage }
  /** A ping; its pong proves that all before it has arrived. */
  | { readonly proves: readonly SeqRange[] };

/** Who takes what comes over a link. */
export interface Receiver {
  takeEvent(event: ProcessEvent): void;
  takePage(page: OutputPage): void;
}

/** One connection, both ways in order: what is under way when it is cut is lost. */
export class OutputLink {
  readonly client: HarnessClient;
  readonly #receiver: Receiver;
  readonly #checkBytes: number;
  readonly #down: Frame[] = [];
  readonly #pongs: (readonly SeqRange[])[] = [];
  #pendingAcks: SeqRange[] = [];
  #unconfirmedBytes = 0;
  /** Events of the client's channel that are on the link. */
  #sent = 0;

  /** @param checkBytes output after which the server asks whether it has arrived. */
  constructor(client: HarnessClient, checkBytes: number, receiver: Receiver) {
    this.client = client;
    this.#checkBytes = checkBytes;
    this.#receiver = receiver;
  }

  get isIdle(): boolean {
    this.#sendEvents();
    return this.#down.length === 0 && this.#pongs.length === 0;
  }

  /** The answer to a read leaves the server, behind the events so far. */
  sendPage(page: OutputPage): void {
    this.#sendEvents();
    const range = { after: page.afterSeq, through: page.nextSeq - 1 };
    this.#send(
      { page },
      range,
      page.chunks.map(({ bytes }) => bytes.length),
    );
    if (page.awaitsAck) {
      this.#ping();
    }
  }

  /** So many frames arrive at the client. */
  deliver(count: number): void {
    this.#sendEvents();
    for (const frame of this.#down.splice(0, count)) {
      if ('event' in frame) {
        this.#receiver.takeEvent(frame.event);
      } else if ('page' in frame) {
        this.#receiver.takePage(frame.page);
      } else {
        this.#pongs.push(frame.proves);
      }
    }
  }

  /** So many pongs arrive at the server. */
  answer(count: number): void {
    for (const ranges of this.#pongs.splice(0, count)) {
      for (const range of ranges) {
        this.client.channel.confirm('p', range);
      }
    }
  }

  #sendEvents(): void {
    const { events } = this.client;
    for (; this.#sent < events.length; this.#sent += 1) {
      const event = events[this.#sent] as ProcessEvent;
      const sizes = event.kind === 'output' ? [event.bytes.length] : [];
      this.#send({ event }, { after: event.seq - 1, through: event.seq }, sizes);
    }
  }

  #send(frame: Frame, range: SeqRange, sizes: readonly number[]): void {
    this.#down.push(frame);
    this.#pendingAcks.push(range);
    for (const size of sizes) {
      this.#unconfirmedBytes += size + CHUNK_OVERHEAD_BYTES;
    }
    if (this.#unconfirmedBytes >= this.#checkBytes) {
      this.#ping();
    }
  }

  #ping(): void {
    this.#down.push({ proves: this.#pendingAcks });
    this.#pendingAcks = [];
    this.#unconfirmedBytes = 0;
  }
}
