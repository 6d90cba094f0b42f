import { createHash, type Hash } from 'node:crypto';
import type { StreamDigest } from './byte-source.js';
import { EventSequence } from './event-sequence.js';
import type { ReadPage, StreamName, WireEvent } from './wire-messages.js';

/** What a client knows of a process that it has followed. */
export interface ProcessReport {
  readonly processId: string;
  readonly exitCode: number | undefined;
  /** How often it was told of the exit, and of the close. */
  readonly exits: number;
  readonly closes: number;
  readonly streams: Readonly<Partial<Record<StreamName, StreamDigest>>>;
  readonly lostNumbers: number;
  readonly repeatedBytes: number;
  /** What the server did that it must not, in words; empty when all went well. */
  readonly violations: readonly string[];
}

/** One process as its client sees it: nothing of its output is kept but length and digest. */
export class FollowedProcess {
  readonly id: string;
  /** Resolves when it is closed; rejects when the client cannot follow it any longer. */
  readonly closed: Promise<ProcessReport>;
  readonly #sequence: EventSequence;
  readonly #onBytes: (count: number) => void;
  readonly #streams = new Map<StreamName, { bytes: number; hash: Hash }>();
  #exitCode: number | undefined;
  #exits = 0;
  #closes = 0;
  #resolve: (report: ProcessReport) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  constructor(id: string, onBytes: (count: number) => void = () => undefined) {
    this.id = id;
    this.#onBytes = onBytes;
    this.#sequence = new EventSequence((event) => this.#apply(event));
    this.closed = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // A caller that awaits it gets the failure; without one it is no unhandled rejection.
    this.closed.catch(() => undefined);
  }

  get isClosed(): boolean {
    return this.#closes > 0;
  }

  get lastSeq(): number {
    return this.#sequence.lastSeq;
  }

  /** What is known so far. */
  get report(): ProcessReport {
    const { lostNumbers, repeatedBytes, violations } = this.#sequence;
    const streams: Partial<Record<StreamName, StreamDigest>> = {};
    for (const [name, { bytes, hash }] of this.#streams) {
      streams[name] = { bytes, sha256: hash.copy().digest('hex') };
    }
    return {
      processId: this.id,
      exitCode: this.#exitCode,
      exits: this.#exits,
      closes: this.#closes,
      streams,
      lostNumbers,
      repeatedBytes,
      violations,
    };
  }

  announce(event: WireEvent): void {
    this.#sequence.announce(event);
  }

  interrupt(): void {
    this.#sequence.interrupt();
  }

  merge(page: ReadPage): void {
    this.#sequence.merge(page);
  }

  /** The server will not tell any more of it. */
  fail(error: Error): void {
    this.#reject(error);
  }

  #apply(event: WireEvent): void {
    switch (event.kind) {
      case 'output': {
        const stream = this.#streams.get(event.stream) ?? { bytes: 0, hash: createHash('sha256') };
        this.#streams.set(event.stream, stream);
        stream.bytes += event.bytes.length;
        stream.hash.update(event.bytes);
        this.#onBytes(event.bytes.length);
        break;
      }
      case 'exited':
        this.#exits += 1;
        this.#exitCode = event.exitCode;
        break;
      case 'closed':
        this.#closes += 1;
        this.#resolve(this.report);
    }
  }
}
