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
import { ResumeHold } from '../output/resume-hold.js';
import { isLikelySandboxDenial } from '../sandbox/sandbox-denial.js';
import { Backpressure, type PauseReason } from './backpressure.js';
import type { InputOutcome, ProcessControl } from './process-control.js';
import type { ProcessHandleOptions } from './process-handle-options.js';
import { type Write, WriteLedger } from './write-ledger.js';

/**
 * One process of a session, from before its start until it is removed. It numbers the process's events, keeps
 * its output, and decides what a request does in the process's current state.
 */
export class ProcessHandle {
  readonly id: string;
  readonly resumeHold: ResumeHold;
  readonly #log: OutputLog;
  readonly #window: FlowControlWindow;
  readonly #backpressure: Backpressure;
  readonly #writes: WriteLedger;
  readonly #isSandboxed: boolean;
  readonly #listeners = new Set<() => void>();
  #onAcknowledged: () => void = () => undefined;
  #onAttachmentChange: (isAttached: boolean) => void = () => undefined;
  /** Set by `started`; undefined while the process is starting, or when its start failed. */
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
    this.resumeHold = new ResumeHold(this.#log);
    this.#backpressure = new Backpressure(
      () => this.#window.isFull || this.resumeHold.isActive,
      () => this.#control,
    );
    this.#isSandboxed = options.isSandboxed;
    this.#writes = new WriteLedger(options.maxRememberedWriteIds);
  }

  /** The program runs. A kill or a pause requested during the start takes effect now. */
  started(control: ProcessControl): void {
    this.#control = control;
    if (this.#isEnded) {
      control.kill();
    }
    this.#backpressure.apply();
  }

  /** What `kill` can still reach of the process; undefined: nothing. */
  get survivors(): Pick<ProcessControl, 'kill'> | undefined {
    return this.#control;
  }

  get unacknowledgedBytes(): number {
    return this.#log.unacknowledgedCost();
  }

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

  /** No descendant is left after `recordClosed`. */
  recordReaped(): void {
    this.#control = undefined;
  }

  /** The process was removed: releases everything except its survivors. */
  releaseBuffers(): void {
    this.#log.clear();
    this.#writes.clear();
  }

  /**
   * Whether a read above `afterSeq` would return anything new; an exit that the reader knows does not count.
   */
  hasEventsAfter(afterSeq: number): boolean {
    return (
      this.#closed !== undefined ||
      this.#log.hasAfter(afterSeq) ||
      (this.#exited !== undefined && this.#exited.seq > afterSeq)
    );
  }

  /** Output above `afterSeq`, a position of the client; at most `maxBytes` but at least one chunk. */
  read(afterSeq: number, maxBytes?: number): OutputPage {
    this.recordPosition(afterSeq);
    const chunks = this.#log.eventsAfter(afterSeq, maxBytes);
    const last = maxBytes === undefined ? undefined : chunks.at(-1);
    const nextSeq = last === undefined ? this.#nextSeq : last.seq + 1;
    this.resumeHold.recordPage({ nextSeq, chunks });
    return {
      processId: this.id,
      afterSeq,
      chunks,
      gap: this.#log.gapAfter(afterSeq),
      nextSeq,
      awaitsAck: this.resumeHold.isActive,
      exitCode: this.#exited?.exitCode,
      closed: this.#closed !== undefined,
      sandboxDenied: this.#exited?.sandboxDenied ?? false,
    };
  }

  /** The client says by a read that it has everything up to `afterSeq`. */
  recordPosition(afterSeq: number): void {
    this.resumeHold.recordPosition(afterSeq);
    this.acknowledge({ after: 0, through: afterSeq });
  }

  /** Calls `listener` after each event until the returned function is called. */
  onEvent(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sets the listener that is called whenever events are acknowledged. Call it once. */
  onAcknowledged(listener: () => void): void {
    this.#onAcknowledged = listener;
  }

  /**
   * Sets the listener that is called when a client attaches or detaches. Call it once; what it records at an
   * attachment is missed output, not a notification.
   */
  onAttachmentChange(listener: (isAttached: boolean) => void): void {
    this.#onAttachmentChange = listener;
  }

  /** @throws {ExecServerError} when the id was used for other bytes, or when the input queue is full. */
  write(write: Write): Exclude<InputOutcome, 'full'> {
    const control = this.#exited === undefined ? this.#control : undefined;
    return this.#writes.writeOnce(write, (bytes) => control?.write(bytes) ?? 'stdinClosed');
  }

  /** SIGINT to the process group, if the process still runs. */
  interrupt(): void {
    if (this.#exited === undefined) {
      this.#control?.interrupt();
    }
  }

  /** Kills the process and the rest of its group. Returns whether the process itself was running. */
  terminate(): boolean {
    this.#isEnded = true;
    this.#control?.kill();
    return this.#control !== undefined && this.#exited === undefined;
  }

  /** Marks a range of events as acknowledged. */
  acknowledge(range: SeqRange): void {
    this.#log.acknowledge({ ...range, through: Math.min(range.through, this.#nextSeq - 1) });
    this.#backpressure.apply();
    this.#onAcknowledged();
  }

  /** A client attaches to the session and receives events from now on. */
  attached(): void {
    this.#onAttachmentChange(true);
    this.#window.attach(this.#nextSeq - 1);
    this.resumeHold.begin(this.#nextSeq - 1);
    this.#backpressure.apply();
  }

  /** The client has detached. */
  detached(): void {
    this.#onAttachmentChange(false);
    this.#window.detach();
    this.resumeHold.end();
    this.#backpressure.apply();
  }

  /** The process continues. */
  endResumeHold(): void {
    this.resumeHold.end();
    this.#backpressure.apply();
  }

  /**
   * The grace period after the attachment is over: if the unread backlog exceeds what one disconnection
   * leaves, or is short of memory, the process continues without waiting for it.
   */
  abandonBacklog(): void {
    if (!this.#window.hasStaleBacklog && !this.#backpressure.has('memory')) {
      return;
    }
    this.resumeHold.end();
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
    this.#nextSeq += 1;
    return this.#nextSeq - 1;
  }

  #notifyListeners(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }
}
