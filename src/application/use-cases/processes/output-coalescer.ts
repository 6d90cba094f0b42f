import type { OutputStream, Release } from '../../../domain/output/process-event.js';
import type { Clock } from '../../ports/clock.js';

/** As much as a pipe holds: no chunk that was coalesced is larger. */
const MAX_CHUNK_BYTES = 64 * 1024;
const DELAY_STEP_MS = 16;

type OutputSink = (stream: OutputStream, bytes: Uint8Array, release: Release) => void;

/**
 * Output on its way from the runner to the log of a process. Disabled, it passes every chunk on as it comes.
 * Enabled (no client is attached), it coalesces small chunks of each stream into chunks of up to 64 KiB and delays each
 * by up to 16 ms more than the one before: 30 s of small writes to two streams plus a window of 8 MiB are fewer than the
 * 256 events that the Codex CLI keeps when it resumes. The process itself is not slowed down.
 */
export class OutputCoalescer {
  readonly #clock: Clock;
  readonly #deliver: OutputSink;
  readonly #streams = new Map<OutputStream, StreamBuffer>();
  #isEnabled = false;
  #isAwaited = false;

  constructor(clock: Clock, deliver: OutputSink) {
    this.#clock = clock;
    this.#deliver = deliver;
  }

  enable(): void {
    this.#isEnabled = true;
    this.#isAwaited = false;
  }

  /** Delivers what is buffered, then passes chunks on as they come. */
  disable(): void {
    this.#isEnabled = false;
    this.flush();
    this.#streams.clear();
  }

  /** A read waits, that of an observer: what is buffered, or else the next chunk, is delayed by 16 ms at most. */
  hasten(): void {
    this.#isAwaited = true;
    for (const buffer of this.#streams.values()) {
      buffer.hasten();
    }
  }

  write(stream: OutputStream, bytes: Uint8Array, release: Release): void {
    if (this.#isEnabled) {
      this.#bufferOf(stream).write(bytes, release, this.#isAwaited);
    } else {
      this.#deliver(stream, bytes, release);
    }
  }

  /** Delivers what is buffered. */
  flush(): void {
    for (const buffer of this.#streams.values()) {
      buffer.flush();
    }
  }

  #bufferOf(stream: OutputStream): StreamBuffer {
    let buffer = this.#streams.get(stream);
    if (buffer === undefined) {
      buffer = new StreamBuffer(this.#clock, (bytes, release) => {
        this.#isAwaited = false;
        this.#deliver(stream, bytes, release);
      });
      this.#streams.set(stream, buffer);
    }
    return buffer;
  }
}

/** What is coalesced of one stream. */
class StreamBuffer {
  readonly #clock: Clock;
  readonly #deliver: (bytes: Uint8Array, release: Release) => void;
  #buffered: Uint8Array | undefined;
  #length = 0;
  #delaySteps = 0;
  /** The timer has the shortest delay. */
  #isHastened = false;
  #cancelTimer: (() => void) | undefined;

  constructor(clock: Clock, deliver: (bytes: Uint8Array, release: Release) => void) {
    this.#clock = clock;
    this.#deliver = deliver;
  }

  write(bytes: Uint8Array, release: Release, isAwaited: boolean): void {
    if (this.#length === 0 && bytes.length >= MAX_CHUNK_BYTES) {
      this.#deliver(bytes, release);
      return;
    }
    for (let at = 0; at < bytes.length; ) {
      at += this.#append(bytes.subarray(at));
      if (this.#length === MAX_CHUNK_BYTES) {
        this.flush();
      }
    }
    release?.();
    if (this.#length > 0 && this.#cancelTimer === undefined) {
      this.#delaySteps += isAwaited ? 0 : 1;
      this.#isHastened = isAwaited;
      this.#flushAfter(isAwaited ? DELAY_STEP_MS : this.#delaySteps * DELAY_STEP_MS);
    }
  }

  hasten(): void {
    // Once: reads that wait again and again would put it off for ever.
    if (this.#length > 0 && !this.#isHastened) {
      this.#isHastened = true;
      this.#flushAfter(DELAY_STEP_MS);
    }
  }

  flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const buffered = this.#buffered;
    const length = this.#length;
    // Many processes may write little: none keeps a buffer while it is silent.
    this.#buffered = undefined;
    this.#length = 0;
    if (buffered !== undefined) {
      this.#deliver(length === buffered.length ? buffered : buffered.slice(0, length), undefined);
    }
  }

  #flushAfter(delayMs: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#clock.schedule(delayMs, () => this.flush());
  }

  /** @returns how many of the bytes there was room for. */
  #append(bytes: Uint8Array): number {
    this.#buffered ??= new Uint8Array(MAX_CHUNK_BYTES);
    const fitting = bytes.subarray(0, MAX_CHUNK_BYTES - this.#length);
    this.#buffered.set(fitting, this.#length);
    this.#length += fitting.length;
    return fitting.length;
  }
}
