import type { Socket } from 'node:net';
import type { ByteMeter } from './byte-meter.js';
import type { Cut } from './fault.js';

/** Bytes taken in but not forwarded at which the lane stops reading, so that its source feels the fault. */
const HIGH_WATER_BYTES = 256 * 1024;
const THROTTLE_TICK_MS = 10;

/** One way through the proxy: forwards bytes in order, as slowly and as piecemeal as it is told. */
export class FaultLane {
  readonly #source: Socket;
  readonly #sink: Socket;
  readonly #meter: ByteMeter;
  /** Bytes that came in, each with the moment before which it must not leave. */
  #queue: { bytes: Buffer; dueMs: number }[] = [];
  #queuedBytes = 0;
  #ending: Cut | undefined;
  #isStalled = false;
  #isClosed = false;
  #delayMs = 0;
  #bytesPerSecond = Number.POSITIVE_INFINITY;
  #bytesToSplit = 0;
  #isSinkFull = false;
  /** Ends the pause that the lane is in; undefined when it is in none. */
  #cancelPause: (() => void) | undefined;

  constructor(source: Socket, sink: Socket, meter: ByteMeter) {
    this.#source = source;
    this.#sink = sink;
    this.#meter = meter;
    source.on('data', (bytes: Buffer) => this.#take(bytes));
    source.once('end', () => this.#end('fin'));
    source.once('close', (isBroken) => this.#end(isBroken ? 'reset' : 'fin'));
    sink.on('drain', () => {
      this.#isSinkFull = false;
      this.#pump();
    });
  }

  /** Forwards nothing until `resume`; what comes in waits, and so does the end of the source. */
  stall(): void {
    this.#isStalled = true;
  }

  resume(): void {
    this.#isStalled = false;
    this.#pump();
  }

  /** What comes in from now on leaves this much later. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** `Infinity` lifts it. */
  throttle(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond;
    this.#pump();
  }

  /** The next bytes leave one by one, each in a turn of the event loop of its own. */
  split(bytes: number): void {
    this.#bytesToSplit = bytes;
  }

  /** Forgets what has not left, and forwards nothing any more. */
  close(): void {
    this.#isClosed = true;
    this.#queue = [];
    this.#cancelPause?.();
    this.#source.resume();
  }

  #take(bytes: Buffer): void {
    if (this.#isClosed) {
      return;
    }
    this.#queue.push({ bytes, dueMs: performance.now() + this.#delayMs });
    this.#queuedBytes += bytes.length;
    if (this.#queuedBytes > HIGH_WATER_BYTES) {
      this.#source.pause();
    }
    this.#pump();
  }

  #end(ending: Cut): void {
    this.#ending ??= ending;
    this.#pump();
  }

  #pump(): void {
    while (!this.#isHeld()) {
      const [head] = this.#queue;
      if (head === undefined) {
        this.#passEndOn();
        return;
      }
      const earlyMs = head.dueMs - performance.now();
      if (earlyMs > 0) {
        this.#sleep(earlyMs);
      } else {
        this.#forward(head);
      }
    }
  }

  #isHeld(): boolean {
    return this.#isStalled || this.#isClosed || this.#isSinkFull || this.#cancelPause !== undefined;
  }

  #forward(head: { bytes: Buffer }): void {
    const size = Math.min(head.bytes.length, this.#step(), this.#meter.allowance);
    const part = head.bytes.subarray(0, size);
    if (size === head.bytes.length) {
      this.#queue.shift();
    } else {
      head.bytes = head.bytes.subarray(size);
    }
    this.#queuedBytes -= size;
    if (this.#queuedBytes <= HIGH_WATER_BYTES) {
      this.#source.resume();
    }
    this.#isSinkFull = !this.#sink.write(part);
    this.#rest(size);
    this.#meter.passed(size);
  }

  #step(): number {
    if (this.#bytesToSplit > 0) {
      return 1;
    }
    return Math.max(1, Math.floor((this.#bytesPerSecond * THROTTLE_TICK_MS) / 1000));
  }

  /** What makes a stretch of single bytes or a throttled one take its time. */
  #rest(size: number): void {
    if (this.#bytesToSplit > 0) {
      this.#bytesToSplit -= size;
      const immediate = setImmediate(() => this.#resume());
      this.#cancelPause = () => clearImmediate(immediate);
    } else if (Number.isFinite(this.#bytesPerSecond)) {
      this.#sleep((size / this.#bytesPerSecond) * 1000);
    }
  }

  #sleep(ms: number): void {
    const timer = setTimeout(() => this.#resume(), ms);
    this.#cancelPause = () => clearTimeout(timer);
  }

  #resume(): void {
    this.#cancelPause = undefined;
    this.#pump();
  }

  #passEndOn(): void {
    if (this.#ending === 'fin') {
      this.#sink.end();
    } else if (this.#ending === 'reset') {
      this.#sink.resetAndDestroy();
    }
  }
}
