import type { ProcessObserver, ProcessSpec } from '../../src/application/ports/process-runner.js';
import type { OutputStream } from '../../src/domain/output/process-event.js';
import { RecordingControl } from './recording-control.js';

/** A process that does what a test tells it to, and notes what is done to it. */
export class FakeProcess extends RecordingControl {
  readonly spec: ProcessSpec;
  readonly #observer: ProcessObserver;

  constructor(spec: ProcessSpec, observer: ProcessObserver) {
    super();
    this.spec = spec;
    this.#observer = observer;
  }

  output(text: string | Uint8Array, stream: OutputStream = 'stdout'): void {
    const bytes = Buffer.from(text);
    // Overwrites the bytes, so that a later reader is found out.
    this.#observer.onOutput(stream, bytes, () => bytes.fill(0));
  }

  exit(exitCode = 0, signal?: string): void {
    this.#observer.onExit(exitCode, signal);
  }

  /** Comes after `exit` alone. */
  close(): void {
    this.#observer.onClose();
  }

  /** Comes after `close` alone: nothing is left behind. */
  gone(): void {
    this.#observer.onGone();
  }

  /** Exits and closes. */
  end(exitCode = 0): void {
    this.exit(exitCode);
    this.close();
  }
}
