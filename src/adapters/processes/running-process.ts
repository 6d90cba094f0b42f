import type { ProcessObserver } from '../../application/ports/process-runner.js';
import type { OutputStream } from '../../domain/output/process-event.js';
import type {
  InputOutcome,
  ProcessControl,
  TerminalSize,
} from '../../domain/processes/process-control.js';
import type { BufferPool } from '../shared/buffer-pool.js';
import type { OutputReader } from './io/output-reader.js';
import type { StartedProcess } from './io/started-process.js';
import type { ProgramExit } from './spawn/exit-code.js';
import type { ProcessTree } from './termination/process-tree.js';

/** One process from its start to its last event: orders output, exit and close. */
export class RunningProcess implements ProcessControl {
  /**
   * Undefined once it has closed: a closed process is kept until no descendant is left, for a second at least, and its streams with
   * all that they refer to would outlive young collections.
   */
  #started: StartedProcess | undefined;
  readonly #observer: ProcessObserver;
  readonly #tree: ProcessTree;
  readonly #bufferPool: BufferPool;
  readonly #closed: () => void;
  /** Outputs that have not ended. */
  readonly #open = new Set<OutputReader>();
  #paused = false;
  #killed = false;
  #exitReported = false;
  #closeReported = false;

  /** `closed` is called once, after the observer's `onClose`. */
  constructor(
    started: StartedProcess,
    observer: ProcessObserver,
    tree: ProcessTree,
    bufferPool: BufferPool,
    closed: () => void,
  ) {
    this.#started = started;
    this.#observer = observer;
    this.#tree = tree;
    this.#bufferPool = bufferPool;
    this.#closed = closed;
    for (const output of started.outputs) {
      this.#open.add(output);
      output.listen(
        (bytes) => this.#deliver(output.stream, bytes),
        () => this.#outputEnded(output),
      );
    }
    started.onExit((exit) => this.#exited(exit));
  }

  get pid(): number {
    return this.#tree.pid;
  }

  write(bytes: Uint8Array): InputOutcome {
    return this.#started?.input.write(bytes) ?? 'stdinClosed';
  }

  closeInput(): void {
    this.#started?.input.end();
  }

  resize(size: TerminalSize): void {
    if (!this.#exitReported) {
      this.#started?.resize(size);
    }
  }

  signal(name: string): void {
    this.#tree.signal(name as NodeJS.Signals);
  }

  kill(): void {
    this.#killed = true;
    this.#tree.kill();
    if (this.#exitReported) {
      this.#endOutputs();
    }
  }

  pauseOutput(): void {
    this.#paused = true;
    for (const output of this.#open) {
      output.pause();
    }
  }

  resumeOutput(): void {
    this.#paused = false;
    for (const output of this.#open) {
      output.resume();
    }
  }

  /**
   * Everything the process wrote is in the kernel when it has exited, so one read without a timer is enough.
   */
  #exited({ exitCode, signal }: ProgramExit): void {
    this.#started?.input.close();
    this.#drain();
    this.#tree.leaderExited();
    this.#exitReported = true;
    this.#observer.onExit(exitCode, signal);
    this.#started?.releaseTerminal();
    if (this.#killed) {
      this.#endOutputs();
      return;
    }
    this.#drain();
    this.#closeIfDone();
  }

  /** Copies the bytes, since the next read of any output overwrites them. */
  #deliver(stream: OutputStream, bytes: Uint8Array): void {
    const copy = this.#bufferPool.acquire(bytes.length);
    copy.set(bytes);
    const release = this.#bufferPool.recycles(copy.length)
      ? () => this.#bufferPool.release(copy)
      : undefined;
    this.#observer.onOutput(stream, copy, release);
  }

  #drain(): void {
    for (const output of this.#open) {
      output.drain(() => this.#killed || !this.#paused);
    }
  }

  /**
   * After a kill: what is in the pipes now is the last output, even if another process holds their other
   * ends.
   */
  #endOutputs(): void {
    this.#drain();
    for (const output of this.#open) {
      output.end();
    }
    this.#closeIfDone();
  }

  #outputEnded(output: OutputReader): void {
    this.#open.delete(output);
    this.#closeIfDone();
  }

  #closeIfDone(): void {
    if (this.#exitReported && this.#open.size === 0 && !this.#closeReported) {
      this.#closeReported = true;
      this.#started = undefined;
      this.#observer.onClose();
      this.#closed();
    }
  }
}
