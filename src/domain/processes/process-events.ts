import type { OutputLog, OutputPage } from '../output/output-log.js';
import type {
  ClosedEvent,
  ExitedEvent,
  OutputEvent,
  OutputStream,
  ProcessExit,
  Release,
} from '../output/process-event.js';
import { isLikelySandboxDenial } from '../sandbox/sandbox-denial.js';

/** A client is attached or detached, or a read begins to wait for an event. */
export type ReaderChange = 'attached' | 'detached' | 'awaits';

/** Numbers the events of one process, and has what a reader may see of them. */
export class ProcessEvents {
  readonly #processId: string;
  readonly #log: OutputLog;
  readonly #isSandboxed: boolean;
  readonly #listeners = new Set<() => void>();
  #nextSeq = 1;
  #exited: ExitedEvent | undefined;
  #closed: ClosedEvent | undefined;

  constructor(processId: string, log: OutputLog, isSandboxed: boolean) {
    this.#processId = processId;
    this.#log = log;
    this.#isSandboxed = isSandboxed;
  }

  /** Number of the next event. */
  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** Undefined: the process has not exited. */
  get exited(): ExitedEvent | undefined {
    return this.#exited;
  }

  get isClosed(): boolean {
    return this.#closed !== undefined;
  }

  /** Keeps the bytes in the output log, which calls `release` when it has dropped them. */
  recordOutput(stream: OutputStream, bytes: Uint8Array, release?: Release): OutputEvent {
    const seq = this.#takeSeq();
    const event: OutputEvent = { kind: 'output', processId: this.#processId, seq, stream, bytes };
    this.#log.append(event, release);
    return event;
  }

  /** `sandboxDenied` is judged by the exit code and the last output. */
  recordExit(exit: ProcessExit): ExitedEvent {
    this.#exited = {
      kind: 'exited',
      processId: this.#processId,
      seq: this.#takeSeq(),
      ...exit,
      sandboxDenied: this.#isSandboxed && isLikelySandboxDenial(exit.exitCode, this.#log.tail()),
    };
    return this.#exited;
  }

  recordClosed(): ClosedEvent {
    this.#closed = { kind: 'closed', processId: this.#processId, seq: this.#takeSeq() };
    return this.#closed;
  }

  /** Whether a page above `afterSeq` would have anything new; an exit that the reader knows does not count. */
  hasAfter(afterSeq: number): boolean {
    return (
      this.isClosed ||
      this.#log.hasAfter(afterSeq) ||
      (this.#exited !== undefined && this.#exited.seq > afterSeq)
    );
  }

  /** Output above `afterSeq`; at most `maxBytes` but at least one chunk. */
  page(afterSeq: number, maxBytes?: number): OutputPage {
    const chunks = this.#log.eventsAfter(afterSeq, maxBytes);
    const last = maxBytes === undefined ? undefined : chunks.at(-1);
    return {
      processId: this.#processId,
      afterSeq,
      chunks,
      gap: this.#log.gapAfter(afterSeq),
      nextSeq: last === undefined ? this.#nextSeq : last.seq + 1,
      awaitsAck: false,
      exit: this.#exited,
      closed: this.isClosed,
    };
  }

  /** Calls `listener` at each `notify` until the returned function is called. */
  onEvent(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls the listeners after `event` was recorded. Returns it. */
  notify<Event>(event: Event): Event {
    for (const listener of this.#listeners) {
      listener();
    }
    return event;
  }

  #takeSeq(): number {
    this.#nextSeq += 1;
    return this.#nextSeq - 1;
  }
}
