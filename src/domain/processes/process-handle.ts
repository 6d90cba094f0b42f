import { NoRoom } from '../errors.js';
import type { SeqRange } from '../output/acknowledged-ranges.js';
import { FlowControlWindow } from '../output/flow-control-window.js';
import { OutputLog, type OutputPage } from '../output/output-log.js';
import type {
  ClosedEvent,
  ExitedEvent,
  OutputEvent,
  OutputStream,
  Release,
} from '../output/process-event.js';
import { isLikelySandboxDenial } from '../sandbox/sandbox-denial.js';
import { Backpressure, type PauseReason } from './backpressure.js';
import type { InputOutcome, ProcessControl } from './process-control.js';
import type { ProcessHandleOptions } from './process-handle-options.js';
import { type Write, WriteLedger } from './write-ledger.js';

/**
 * One process of a session, from before it starts until it is forgotten. It numbers what the process
 * does, keeps its output, and decides what a request to it means in its present state.
 */
export class ProcessHandle {
  readonly id: string;
  readonly #log: OutputLog;
  readonly #window: FlowControlWindow;
  readonly #backpressure: Backpressure;
  readonly #writes: WriteLedger;
  readonly #isSandboxed: boolean;
  readonly #listeners = new Set<() => void>();
  #onAcknowledged: () => void = () => undefined;
  #onAttachmentChange: (isAttached: boolean) => void = () => undefined;
  /** Set by `started`; without it the process is starting, or has failed to. */
  #control: ProcessControl | undefined;
  #nextSeq = 1;
  #exited: ExitedEvent | undefined;
  #closed: ClosedEvent | undefined;
  #isEnded = false;

  constructor(id: string, options: ProcessHandleOptions) {
    this.id = id;
    this.#log = new OutputLog(options.output, options.overflow);
    const windowBytes =
      options.overflow === 'pause' ? options.outputWindowBytes : Number.POSITIVE_INFINITY;
    this.#window = new FlowControlWindow(this.#log, windowBytes);
    this.#backpressure = new Backpressure(
      () => this.#window.isFull,
      () => this.#control,
    );
    this.#isSandboxed = options.isSandboxed;
    this.#writes = new WriteLedger(options.maxRememberedWriteIds);
  }

  /** The process runs. What was decided while it was starting takes effect now. */
  started(control: ProcessControl): void {
    this.#control = control;
    if (this.#isEnded) {
      control.kill();
    }
    this.#backpressure.apply();
  }

  /** What `kill` can still reach of it; undefined when nothing. */
  get survivors(): Pick<ProcessControl, 'kill'> | undefined {
    return this.#control;
  }

  /** Memory taken by output that has not arrived at the client. */
  get unacknowledgedBytes(): number {
    return this.#log.unacknowledgedCost();
  }

  /** @param release is called once the log has dropped the bytes, unless a reader was given them. */
  recordOutput(stream: OutputStream, bytes: Uint8Array, release?: Release): OutputEvent {
    const seq = this.#takeSeq();
    const event: OutputEvent = { kind: 'output', processId: this.id, seq, stream, bytes };
    this.#log.append(event, release);
    this.#backpressure.apply();
    this.#notifyListeners();
    return event;
  }

  recordExit(exitCode: number): ExitedEvent {
    this.#exited = {
      kind: 'exited',
      processId: this.id,
      seq: this.#takeSeq(),
      exitCode,
      sandboxDenied: this.#isSandboxed && isLikelySandboxDenial(exitCode, this.#log.tail()),
    };
    this.#notifyListeners();
    return this.#exited;
  }

  recordClosed(): ClosedEvent {
    this.#closed = { kind: 'closed', processId: this.id, seq: this.#takeSeq() };
    this.#notifyListeners();
    return this.#closed;
  }

  /** Nothing is left that could be ended, after `recordClosed`. */
  recordReaped(): void {
    this.#control = undefined;
  }

  /** Nobody asks for it any more: frees all but its remains. */
  releaseBuffers(): void {
    this.#log.clear();
    this.#writes.clear();
  }

  /** Whether a read behind `afterSeq` has something to say now; an exit the reader knows of does not count. */
  hasEventsAfter(afterSeq: number): boolean {
    return (
      this.#closed !== undefined ||
      this.#log.hasAfter(afterSeq) ||
      (this.#exited !== undefined && this.#exited.seq > afterSeq)
    );
  }

  /**
   * Output with a larger `seq` than `afterSeq`, up to `maxBytes` of it (at least one chunk). The reader
   * has what comes before: it counts as arrived.
   */
  read(afterSeq: number, maxBytes?: number): OutputPage {
    this.acknowledge({ after: 0, through: Math.min(afterSeq, this.#nextSeq - 1) });
    const chunks = this.#log.eventsAfter(afterSeq, maxBytes);
    const last = maxBytes === undefined ? undefined : chunks.at(-1);
    return {
      processId: this.id,
      afterSeq,
      chunks,
      gap: this.#log.gapAfter(afterSeq),
      nextSeq: last === undefined ? this.#nextSeq : last.seq + 1,
      exitCode: this.#exited?.exitCode,
      closed: this.#closed !== undefined,
      sandboxDenied: this.#exited?.sandboxDenied ?? false,
    };
  }

  /** Calls `listener` after each event until the returned function is called. */
  onEvent(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` whenever events have arrived at the client. Set once. */
  onAcknowledged(listener: () => void): void {
    this.#onAcknowledged = listener;
  }

  /** Calls `listener` when a client detaches and when one attaches, which misses what is recorded then. Set once. */
  onAttachmentChange(listener: (isAttached: boolean) => void): void {
    this.#onAttachmentChange = listener;
  }

  /**
   * Writes the bytes once for each id: a repeat is `accepted` and not written again.
   *
   * @throws {ExecServerError} when the id was used for other bytes, or when the input queue is full.
   */
  write({ writeId, bytes, digest }: Write): Exclude<InputOutcome, 'full'> {
    if (this.#writes.has(writeId, digest)) {
      return 'accepted';
    }
    if (this.#control === undefined || this.#exited !== undefined) {
      return 'stdinClosed';
    }
    const outcome = this.#control.write(bytes);
    if (outcome === 'full') {
      throw new NoRoom(
        'failed to write to process stdin: the process does not read and its input queue is full; write again later',
      );
    }
    if (outcome === 'accepted') {
      this.#writes.remember(writeId, digest);
    }
    return outcome;
  }

  /** SIGINT to the process group, if the process still runs. */
  interrupt(): void {
    if (this.#exited === undefined) {
      this.#control?.interrupt();
    }
  }

  /** Ends the process and what is left of its group. Returns whether the process itself was running. */
  terminate(): boolean {
    this.#isEnded = true;
    this.#control?.kill();
    return this.#control !== undefined && this.#exited === undefined;
  }

  /** A run of events has arrived at the client. */
  acknowledge(range: SeqRange): void {
    this.#log.acknowledge({ ...range, through: Math.min(range.through, this.#nextSeq - 1) });
    this.#backpressure.apply();
    this.#onAcknowledged();
  }

  /** A client attaches to the session: it hears what comes from now on. */
  attached(): void {
    this.#onAttachmentChange(true);
    this.#window.attach(this.#nextSeq - 1);
    this.#backpressure.apply();
  }

  /** No client is attached for now. */
  detached(): void {
    this.#onAttachmentChange(false);
    this.#window.detach();
    this.#backpressure.apply();
  }

  /**
   * The client has been attached for long enough to read what it had missed: if that was more than one
   * cut explains, or if memory is short of it, the process does not wait for it any longer.
   */
  abandonBacklog(): void {
    if (!this.#window.hasStaleBacklog && !this.#backpressure.has('memory')) {
      return;
    }
    this.#window.abandonBacklog();
    this.#backpressure.apply();
    this.#onAcknowledged();
  }

  /** Stops reading the process's output until `resume` for the same reason. */
  pause(reason: PauseReason): void {
    this.#backpressure.add(reason);
  }

  resume(reason: PauseReason): void {
    this.#backpressure.remove(reason);
  }

  #takeSeq(): number {
    const seq = this.#nextSeq;
    this.#nextSeq += 1;
    return seq;
  }

  #notifyListeners(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }
}
