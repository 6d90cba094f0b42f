import type { ProcessObserver } from '../../src/application/ports/process-runner.js';
import type { OutputStream, Release } from '../../src/domain/output/process-event.js';

/** Keeps what it hears, in order, and lets a test wait for it. */
export class RecordingObserver implements ProcessObserver {
  /** `out`, `exit` and `close`, in the order they came; runs of output count once. */
  readonly order: string[] = [];
  readonly exited: Promise<number>;
  readonly closed: Promise<void>;
  readonly gone: Promise<void>;
  /** Bytes heard before the exit. */
  bytesAtExit = 0;
  bytes = 0;
  readonly #chunks: { readonly stream: OutputStream; readonly bytes: Uint8Array }[] = [];
  #waiting: { readonly met: () => boolean; readonly resolve: () => void }[] = [];
  #exit: (code: number) => void = () => undefined;
  #close: () => void = () => undefined;
  #goneBy: () => void = () => undefined;

  constructor() {
    this.exited = new Promise((resolve) => {
      this.#exit = resolve;
    });
    this.closed = new Promise((resolve) => {
      this.#close = resolve;
    });
    this.gone = new Promise((resolve) => {
      this.#goneBy = resolve;
    });
  }

  onOutput(stream: OutputStream, bytes: Uint8Array, _release?: Release): void {
    this.#chunks.push({ stream, bytes });
    this.bytes += bytes.length;
    if (this.order.at(-1) !== 'out') {
      this.order.push('out');
    }
    this.#waiting = this.#waiting.filter(({ met, resolve }) => {
      const now = met();
      if (now) {
        resolve();
      }
      return !now;
    });
  }

  onExit(exitCode: number): void {
    this.order.push('exit');
    this.bytesAtExit = this.bytes;
    this.#exit(exitCode);
  }

  onClose(): void {
    this.order.push('close');
    this.#close();
  }

  onGone(): void {
    this.order.push('gone');
    this.#goneBy();
  }

  /** What came from one stream, or from all; a terminal's CR LF as LF. */
  text(stream?: OutputStream): string {
    const chunks = this.#chunks.filter((chunk) => stream === undefined || chunk.stream === stream);
    return Buffer.concat(chunks.map(({ bytes }) => bytes))
      .toString()
      .replaceAll('\r\n', '\n');
  }

  /** Bytes of each piece of output. */
  get sizes(): readonly number[] {
    return this.#chunks.map(({ bytes }) => bytes.length);
  }

  /** Resolves when the output so far has the text in it. */
  said(text: string): Promise<void> {
    return this.when(() => this.text().includes(text));
  }

  /** Resolves when output has come after which the condition holds. */
  when(met: () => boolean): Promise<void> {
    return met()
      ? Promise.resolve()
      : new Promise((resolve) => this.#waiting.push({ met, resolve }));
  }
}
