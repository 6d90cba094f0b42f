import { ExecServerError, NoRoom } from '../errors.js';
import type { SeqRange } from '../output/acknowledged-ranges.js';
import { FlowControlWindow } from '../output/flow-control-window.js';
import { OutputLog } from '../output/output-log.js';
import type { OutputPage } from '../output/output-page.js';
import type {
  ClosedEvent,
  ExitedEvent,
  OutputEvent,
  OutputStream,
} from '../output/process-event.js';
import { isLikelySandboxDenial } from '../sandbox/sandbox-denial.js';
import type { InputOutcome, ProcessControl } from './process-control.js';
import type { ProcessLimits } from './process-limits.js';
import { type Write, WriteLedger } from './write-ledger.js';

/** Why output is held back: its connection is behind, or all processes together keep too much. */
export type PauseReason = 'congestion' | 'memory';

/**
 * One process of a session, from before it starts until it is forgotten. It numbers what the process
 * does, keeps its output, and decides what a request to it means in its present state.
 */
export class ProcessHandle {
  readonly id: string;
  readonly #log: OutputLog;
  readonly #window: FlowControlWindow;
  readonly #writes: WriteLedger;
  readonly #isSandboxed: boolean;
  readonly #listeners = new Set<() => void>();
  #onAcknowledged: () => void = () => undefined;
  /** Set by `started`; without it the process is starting, or has failed to. */
  #control: ProcessControl | undefined;
  #nextSeq = 1;
  #exited: ExitedEvent | undefined;
  #closed: ClosedEvent | undefined;
  /** Why others than the window want the output paused. */
  readonly #pauseReasons = new Set<PauseReason>();
  #isPaused = false;
  #isEnded = false;

  constructor(id: string, limits: ProcessLimits) {
    this.id = id;
    this.#log = new OutputLog(limits.output, limits.overflow, (bytes) =>
      this.#control?.giveBack?.(bytes),
    );
    const windowBytes =
      limits.overflow === 'pause' ? limits.outputWindowBytes : Number.POSITIVE_INFINITY;
    this.#window = new FlowControlWindow(this.#log, windowBytes);
    this.#isSandboxed = limits.isSandboxed;
    this.#writes = new WriteLedger(limits.maxRememberedWriteIds);
  }

  /** The process runs. What was decided while it was starting takes effect now. */
  started(control: ProcessControl): void {
    this.#control = control;
    if (this.#isEnded) {
      control.kill();
    }
    if (!this.#window.isAttached) {
      control.gatherOutput?.(true);
    }
    this.#applyBackpressure();
  }

  /** What `kill` can still reach of it; undefined when nothing. */
  get survivors(): Pick<ProcessControl, 'kill'> | undefined {
    return this.#control;
  }

  /** Memory taken by output that has not arrived at the client. */
  get unacknowledgedBytes(): number {
    return this.#log.unacknowledgedCost();
  }

  recordOutput(stream: OutputStream, bytes: Uint8Array): OutputEvent {
    const seq = this.#takeSeq();
    const event: OutputEvent = { kind: 'output', processId: this.id, seq, stream, bytes };
    this.#log.append(event);
    this.#applyBackpressure();
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

  /**
   * Writes the bytes once for each id: a repeat is `accepted` and not written again.
   *
   * @throws {ExecServerError} when the id was used for other bytes, or when the process does not read and
   * too much waits for it already.
   */
  write({ writeId, bytes, digest }: Write): Exclude<InputOutcome, 'full'> {
    const known = this.#writes.find(writeId, digest);
    if (known === 'same') {
      return 'accepted';
    }
    if (known === 'different') {
      throw new ExecServerError(
        'invalid-request',
        'writeId was used for other bytes before; a new write needs a new writeId',
      );
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
    this.#applyBackpressure();
    this.#onAcknowledged();
  }

  /** A client attaches to the session: it hears what comes from now on. */
  attached(): void {
    this.#control?.gatherOutput?.(false);
    this.#window.attach(this.#nextSeq - 1);
    this.#applyBackpressure();
  }

  /** Nobody hears it for now. Whoever resumes gets all at once: the Codex CLI drops the oldest of more than 256 events. */
  detached(): void {
    this.#control?.gatherOutput?.(true);
    this.#window.detach();
    this.#applyBackpressure();
  }

  /**
   * The client has been attached for long enough to read what it had missed: if that was more than one
   * cut explains, or if memory is short of it, the process does not wait for it any longer.
   */
  abandonBacklog(): void {
    if (!this.#window.hasStaleBacklog && !this.#pauseReasons.has('memory')) {
      return;
    }
    this.#window.abandonBacklog();
    this.#applyBackpressure();
    this.#onAcknowledged();
  }

  /** Stops reading the process's output until `letGo` for the same reason. */
  pause(reason: PauseReason): void {
    this.#pauseReasons.add(reason);
    this.#applyBackpressure();
  }

  resume(reason: PauseReason): void {
    this.#pauseReasons.delete(reason);
    this.#applyBackpressure();
  }

  #applyBackpressure(): void {
    const isPaused = this.#window.isFull || this.#pauseReasons.size > 0;
    if (this.#control === undefined || isPaused === this.#isPaused) {
      return;
    }
    this.#isPaused = isPaused;
    if (isPaused) {
      this.#control.pauseOutput();
    } else {
      this.#control.resumeOutput();
    }
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
