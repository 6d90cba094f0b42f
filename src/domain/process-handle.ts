import { ExecServerError } from './errors.js';
import { OutputLog, type OutputRetention } from './output-log.js';
import type { InputOutcome, ProcessControl } from './process-control.js';
import type { ClosedEvent, ExitedEvent, OutputEvent, OutputStream } from './process-event.js';
import { WriteLedger } from './write-ledger.js';

/** What bounds the memory of one process. */
export interface ProcessLimits {
  readonly output: OutputRetention;
  readonly rememberedWriteIds: number;
}

/** A part of a process's output, with its state at the time of reading. */
export interface OutputPage {
  readonly chunks: readonly OutputEvent[];
  /** Where to read on: pass `nextSeq - 1` as the next `afterSeq`. */
  readonly nextSeq: number;
  /** Undefined while the process runs. */
  readonly exitCode: number | undefined;
  readonly closed: boolean;
}

/**
 * One process of a session, from before it starts until it is forgotten. It numbers what the process
 * does, keeps its output, and decides what a request to it means in its present state.
 */
export class ProcessHandle {
  readonly id: string;
  readonly #log: OutputLog;
  readonly #writes: WriteLedger;
  readonly #listeners = new Set<() => void>();
  /** Set by `started`; without it the process is starting, or has failed to. */
  #control: ProcessControl | undefined;
  #nextSeq = 1;
  #exited: ExitedEvent | undefined;
  #closed: ClosedEvent | undefined;
  #isHeldBack = false;
  #isEnded = false;

  constructor(id: string, limits: ProcessLimits) {
    this.id = id;
    this.#log = new OutputLog(limits.output);
    this.#writes = new WriteLedger(limits.rememberedWriteIds);
  }

  /** The process runs. What was decided while it was starting takes effect now. */
  started(control: ProcessControl): void {
    this.#control = control;
    if (this.#isEnded) control.kill();
    if (this.#isHeldBack) control.pauseOutput();
  }

  recordOutput(stream: OutputStream, bytes: Uint8Array): OutputEvent {
    const event: OutputEvent = {
      kind: 'output',
      processId: this.id,
      seq: this.#takeSeq(),
      stream,
      bytes,
    };
    this.#log.append(event);
    this.#announce();
    return event;
  }

  recordExit(exitCode: number): ExitedEvent {
    this.#exited = { kind: 'exited', processId: this.id, seq: this.#takeSeq(), exitCode };
    this.#announce();
    return this.#exited;
  }

  recordClosed(): ClosedEvent {
    this.#closed = { kind: 'closed', processId: this.id, seq: this.#takeSeq() };
    this.#announce();
    return this.#closed;
  }

  /** Whether a read behind `afterSeq` has something to say now; an exit the reader knows of does not count. */
  hasNewsAfter(afterSeq: number): boolean {
    return (
      this.#closed !== undefined ||
      this.#log.hasAfter(afterSeq) ||
      (this.#exited !== undefined && this.#exited.seq > afterSeq)
    );
  }

  /** Output with a larger `seq` than `afterSeq`, up to `maxBytes` of it (at least one chunk). */
  read(afterSeq: number, maxBytes?: number): OutputPage {
    const chunks = this.#log.after(afterSeq, maxBytes);
    const last = maxBytes === undefined ? undefined : chunks.at(-1);
    return {
      chunks,
      nextSeq: last === undefined ? this.#nextSeq : last.seq + 1,
      exitCode: this.#exited?.exitCode,
      closed: this.#closed !== undefined,
    };
  }

  /** Calls `listener` after each event until the returned function is called. */
  onEvent(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Writes `bytes` once for each `writeId`: a repeat is `accepted` and not written again.
   *
   * @throws {ExecServerError} when the process does not read and too much waits for it already.
   */
  write(writeId: string, bytes: Uint8Array): Exclude<InputOutcome, 'full'> {
    if (this.#writes.has(writeId)) return 'accepted';
    if (this.#control === undefined || this.#exited !== undefined) return 'stdinClosed';
    const outcome = this.#control.write(bytes);
    if (outcome === 'full') {
      throw new ExecServerError(
        'failed',
        'failed to write to process stdin: the process does not read and its input queue is full; write again later',
      );
    }
    if (outcome === 'accepted') this.#writes.remember(writeId);
    return outcome;
  }

  /** SIGINT to the process group, if the process still runs. */
  interrupt(): void {
    if (this.#exited === undefined) this.#control?.interrupt();
  }

  /** Ends the process and what is left of its group. Returns whether the process itself was running. */
  terminate(): boolean {
    this.#isEnded = true;
    this.#control?.kill();
    return this.#control !== undefined && this.#exited === undefined;
  }

  /** Stops reading the process's output until `letGo`, since its reader is behind. */
  holdBack(): void {
    this.#isHeldBack = true;
    this.#control?.pauseOutput();
  }

  letGo(): void {
    this.#isHeldBack = false;
    this.#control?.resumeOutput();
  }

  #takeSeq(): number {
    const seq = this.#nextSeq;
    this.#nextSeq += 1;
    return seq;
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}
