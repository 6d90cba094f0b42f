import type { SeqRange } from '../output/acknowledged-ranges.js';
import { FlowControlWindow } from '../output/flow-control-window.js';
import { OutputLog, type OutputPage } from '../output/output-log.js';
import type {
  ClosedEvent,
  ExitedEvent,
  OutputEvent,
  OutputStream,
  ProcessExit,
  Release,
} from '../output/process-event.js';
import { ResumeHold } from '../output/resume-hold.js';
import { Backpressure, type PauseReason } from './backpressure.js';
import type { InputOutcome, ProcessControl, TerminalSize } from './process-control.js';
import type { ProcessDescription } from './process-description.js';
import { ProcessEvents, type ReaderChange } from './process-events.js';
import type { ProcessHandleOptions } from './process-handle-options.js';
import { type Write, WriteLedger } from './write-ledger.js';

/**
 * One process of a session, until it is removed. It keeps its events and output, and decides what a request does in its current state.
 */
export class ProcessHandle {
  readonly id: string;
  readonly resumeHold: ResumeHold;
  readonly #options: ProcessHandleOptions;
  readonly output: OutputLog;
  readonly #events: ProcessEvents;
  readonly #window: FlowControlWindow;
  readonly #backpressure: Backpressure;
  readonly #writes: WriteLedger;
  #onAcknowledged: () => void = () => undefined;
  #onReaderChange: (change: ReaderChange) => void = () => undefined;
  /** Set by `started`; undefined while the process is starting, or when its start failed. */
  #control: ProcessControl | undefined;
  #isEnded = false;

  constructor(id: string, options: ProcessHandleOptions) {
    this.id = id;
    this.#options = options;
    this.output = new OutputLog(options.output, options.overflow, options.onEvicted);
    this.#events = new ProcessEvents(id, this.output, options.isSandboxed);
    const windowBytes =
      options.overflow === 'pause' ? options.outputWindowBytes : Number.POSITIVE_INFINITY;
    this.#window = new FlowControlWindow(this.output, windowBytes);
    this.resumeHold = new ResumeHold(this.output);
    this.#backpressure = new Backpressure(
      () => this.#window.isFull || this.resumeHold.isActive,
      () => this.#control,
    );
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

  recordOutput(stream: OutputStream, bytes: Uint8Array, release?: Release): OutputEvent {
    const event = this.#events.recordOutput(stream, bytes, release);
    this.#backpressure.apply();
    return this.#events.notify(event);
  }

  recordExit(exit: ProcessExit): ExitedEvent {
    return this.#events.notify(this.#events.recordExit(exit));
  }

  recordClosed(): ClosedEvent {
    return this.#events.notify(this.#events.recordClosed());
  }

  /** No descendant is left after `recordClosed`. */
  recordReaped(): void {
    this.#control = undefined;
  }

  /** The process was removed: releases everything except its survivors. */
  releaseBuffers(): void {
    this.output.clear();
    this.#writes.clear();
  }

  /** Whether a read above `afterSeq` would return anything new; an exit that the reader knows does not count. */
  hasEventsAfter(afterSeq: number): boolean {
    return this.#events.hasAfter(afterSeq);
  }

  /** Output above `afterSeq`, a position of the client; at most `maxBytes` but at least one chunk. */
  read(afterSeq: number, maxBytes?: number): OutputPage {
    this.recordPosition(afterSeq);
    const page = this.#events.page(afterSeq, maxBytes);
    this.resumeHold.recordPage(page);
    return { ...page, awaitsAck: this.resumeHold.isActive };
  }

  /** The same for an observer, whose position is not the client's. */
  peek(afterSeq: number, maxBytes?: number): OutputPage {
    return this.#events.page(afterSeq, maxBytes);
  }

  /** The client says by a read that it has everything up to `afterSeq`. */
  recordPosition(afterSeq: number): void {
    this.resumeHold.recordPosition(afterSeq);
    this.acknowledge({ after: 0, through: afterSeq });
  }

  /** Calls `listener` after each event until the returned function is called. */
  onEvent(listener: () => void): () => void {
    this.#onReaderChange('awaits');
    return this.#events.onEvent(listener);
  }

  /** Sets the listener that is called whenever events are acknowledged. Call it once. */
  onAcknowledged(listener: () => void): void {
    this.#onAcknowledged = listener;
  }

  /** Sets the listener of changes of its readers, once. What it records at an attachment is missed output. */
  onReaderChange(listener: (change: ReaderChange) => void): void {
    this.#onReaderChange = listener;
  }

  /** Whether it runs, and its output is not read at present. */
  get isPaused(): boolean {
    return this.#running !== undefined && this.#backpressure.isPaused;
  }

  /** Undefined before its start, when nothing is left of it, and where the runner does not tell. */
  get pid(): number | undefined {
    return this.#control?.pid;
  }

  /** Whether it was killed by its client, or with its session. */
  get isTerminated(): boolean {
    return this.#isEnded;
  }

  get isOnTerminal(): boolean {
    return this.#options.command.isOnTerminal;
  }

  /** As it is now. */
  describe(): ProcessDescription {
    return {
      ...this.#options.command,
      processId: this.id,
      pid: this.pid,
      exit: this.#events.exited,
      closed: this.#events.isClosed,
      isPaused: this.isPaused,
      nextSeq: this.#events.nextSeq,
    };
  }

  /** @throws {ExecServerError} when the id was used for other bytes, or when the input queue is full. */
  write(write: Write): Exclude<InputOutcome, 'full'> {
    return this.#writes.writeOnce(write, (bytes) => this.#running?.write(bytes) ?? 'stdinClosed');
  }

  /** Closes stdin behind everything written; nothing if the process has exited. */
  closeInput(): void {
    this.#running?.closeInput();
  }

  /** Sets the size of its terminal; nothing if the process has exited. */
  resize(size: TerminalSize): void {
    this.#running?.resize(size);
  }

  /** A signal to the process group, if the process still runs. */
  signal(name: string): void {
    this.#running?.signal(name);
  }

  /** Kills the process and the rest of its group. Returns whether the process itself was running. */
  terminate(): boolean {
    this.#isEnded = true;
    this.#control?.kill();
    return this.#running !== undefined;
  }

  /** Marks a range of events as acknowledged. */
  acknowledge(range: SeqRange): void {
    this.output.acknowledge({
      ...range,
      through: Math.min(range.through, this.#events.nextSeq - 1),
    });
    this.#backpressure.apply();
    this.#onAcknowledged();
  }

  /** A client attaches to the session and receives events from now on. */
  attached(): void {
    this.#onReaderChange('attached');
    this.#window.attach(this.#events.nextSeq - 1);
    this.resumeHold.begin(this.#events.nextSeq - 1);
    this.#backpressure.apply();
  }

  /** The client has detached. */
  detached(): void {
    this.#onReaderChange('detached');
    this.#window.detach();
    this.resumeHold.end();
    this.#backpressure.apply();
  }

  /** The process continues. */
  endResumeHold(): void {
    this.resumeHold.end();
    this.#backpressure.apply();
  }

  /** The grace period is over: a process whose unread backlog exceeds one disconnection's, or memory, waits for no read to begin. */
  abandonBacklog(): void {
    const isTooLarge = this.#window.hasStaleBacklog || this.#backpressure.has('memory');
    if (!isTooLarge || this.resumeHold.isPartlyRead) {
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

  /** What controls the process; undefined before its start and after its exit. */
  get #running(): ProcessControl | undefined {
    return this.#events.exited === undefined ? this.#control : undefined;
  }
}
