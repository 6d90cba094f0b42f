import { ExecServerError, NoRoom } from '../errors.js';
import type { SeqRange } from '../output/acknowledged-ranges.js';
import { OutputWindow } from '../output/flow-control-window.js';
import { OutputLog } from '../output/output-log.js';
import type { OutputPage } from '../output/output-page.js';
import type {
  ClosedEvent,
  ExitedEvent,
  OutputEvent,
  OutputStream,
} from '../output/process-event.js';
import { looksDenied } from '../sandbox/sandbox-denial.js';
import type { InputOutcome, ProcessControl } from './process-control.js';
import type { ProcessLimits } from './process-limits.js';
import { type Write, WriteLedger } from './write-ledger.js';

/** Why output is held back: its connection is behind, or all processes together keep too much. */
export type HoldReason = 'congestion' | 'memory';

/**
 * One process of a session, from before it starts until it is forgotten. It numbers what the process
 * does, keeps its output, and decides what a request to it means in its present state.
 */
export class ProcessHandle {
  readonly id: string;
  readonly #log: OutputLog;
  readonly #window: OutputWindow;
  readonly #writes: WriteLedger;
  readonly #isSandboxed: boolean;
  readonly #listeners = new Set<() => void>();
  #onArrival: () => void = () => undefined;
  /** Set by `started`; without it the process is starting, or has failed to. */
  #control: ProcessControl | undefined;
  #nextSeq = 1;
  #exited: ExitedEvent | undefined;
  #closed: ClosedEvent | undefined;
  /** Why others than the window want the output paused. */
  readonly #holds = new Set<HoldReason>();
  #isPaused = false;
  #isEnded = false;

  constructor(id: string, limits: ProcessLimits) {
    this.id = id;
    this.#log = new OutputLog(limits.output, limits.overflow, (bytes) =>
      this.#control?.giveBack?.(bytes),
    );
    const windowBytes =
      limits.overflow === 'pause' ? limits.outputWindowBytes : Number.POSITIVE_INFINITY;
    this.#window = new OutputWindow(this.#log, windowBytes);
    this.#isSandboxed = limits.isSandboxed;
    this.#writes = new WriteLedger(limits.rememberedWriteIds);
  }

  /** The process runs. What was decided while it was starting takes effect now. */
  started(control: ProcessControl): void {
    this.#control = control;
    if (this.#isEnded) control.kill();
    if (!this.#window.isHeard) control.gatherOutput?.(true);
    this.#regulate();
  }

  /** What `kill` can still reach of it; undefined when nothing. */
  get remains(): Pick<ProcessControl, 'kill'> | undefined {
    return this.#control;
  }

  /** Memory taken by output that has not arrived at the client. */
  get unarrivedBytes(): number {
    return this.#log.unarrivedCost();
  }

  recordOutput(stream: OutputStream, bytes: Uint8Array): OutputEvent {
    const seq = this.#takeSeq();
    const event: OutputEvent = { kind: 'output', processId: this.id, seq, stream, bytes };
    this.#log.append(event);
    this.#regulate();
    this.#announce();
    return event;
  }

  recordExit(exitCode: number): ExitedEvent {
    this.#exited = {
      kind: 'exited',
      processId: this.id,
      seq: this.#takeSeq(),
      exitCode,
      sandboxDenied: this.#isSandboxed && looksDenied(exitCode, this.#log.newest()),
    };
    this.#announce();
    return this.#exited;
  }

  recordClosed(): ClosedEvent {
    this.#closed = { kind: 'closed', processId: this.id, seq: this.#takeSeq() };
    this.#announce();
    return this.#closed;
  }

  /** Nothing is left that could be ended, after `recordClosed`. */
  recordGone(): void {
    this.#control = undefined;
  }

  /** Nobody asks for it any more: frees all but its remains. */
  discard(): void {
    this.#log.clear();
    this.#writes.clear();
  }

  /** Whether a read behind `afterSeq` has something to say now; an exit the reader knows of does not count. */
  hasNewsAfter(afterSeq: number): boolean {
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
    const chunks = this.#log.after(afterSeq, maxBytes);
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
  onArrival(listener: () => void): void {
    this.#onArrival = listener;
  }

  /**
   * Writes the bytes once for each id: a repeat is `accepted` and not written again.
   *
   * @throws {ExecServerError} when the id was used for other bytes, or when the process does not read and
   * too much waits for it already.
   */
  write({ writeId, bytes, digest }: Write): Exclude<InputOutcome, 'full'> {
    const known = this.#writes.find(writeId, digest);
    if (known === 'same') return 'accepted';
    if (known === 'different') {
      throw new ExecServerError(
        'invalid-request',
        'writeId was used for other bytes before; a new write needs a new writeId',
      );
    }
    if (this.#control === undefined || this.#exited !== undefined) return 'stdinClosed';
    const outcome = this.#control.write(bytes);
    if (outcome === 'full') {
      throw new NoRoom(
        'failed to write to process stdin: the process does not read and its input queue is full; write again later',
      );
    }
    if (outcome === 'accepted') this.#writes.remember(writeId, digest);
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

  /** A run of events has arrived at the client. */
  acknowledge(range: SeqRange): void {
    this.#log.acknowledge({ ...range, through: Math.min(range.through, this.#nextSeq - 1) });
    this.#regulate();
    this.#onArrival();
  }

  /** A client attaches to the session: it hears what comes from now on. */
  attached(): void {
    this.#control?.gatherOutput?.(false);
    this.#window.attach(this.#nextSeq - 1);
    this.#regulate();
  }

  /** Nobody hears it for now. Whoever resumes gets all at once: the Codex CLI drops the oldest of more than 256 events. */
  detached(): void {
    this.#control?.gatherOutput?.(true);
    this.#window.detach();
    this.#regulate();
  }

  /**
   * The client has been attached for long enough to read what it had missed: if that was more than one
   * cut explains, or if memory is short of it, the process does not wait for it any longer.
   */
  giveUpMissed(): void {
    if (!this.#window.isNeglected && !this.#holds.has('memory')) return;
    this.#window.giveUpMissed();
    this.#regulate();
    this.#onArrival();
  }

  /** Stops reading the process's output until `letGo` for the same reason. */
  holdBack(reason: HoldReason): void {
    this.#holds.add(reason);
    this.#regulate();
  }

  letGo(reason: HoldReason): void {
    this.#holds.delete(reason);
    this.#regulate();
  }

  #regulate(): void {
    const isPaused = this.#window.isFull || this.#holds.size > 0;
    if (this.#control === undefined || isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    if (isPaused) this.#control.pauseOutput();
    else this.#control.resumeOutput();
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
