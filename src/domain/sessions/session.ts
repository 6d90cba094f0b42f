import { ExecServerError } from '../errors.js';
import type { SeqRange } from '../output/acknowledged-ranges.js';
import type { ProcessEvent } from '../output/process-event.js';
import type { ProcessHandle } from '../processes/process-handle.js';
import { OneShotEvent } from './one-shot-event.js';

/** Whoever hears the events of a session while attached to it. */
export interface Subscriber {
  /**
   * Takes an event, whose bytes it must not keep. False: it is behind, and wants no more until `Session.relieve`
   * is called.
   */
  deliver(event: ProcessEvent): boolean;
  /** Finds out, as soon as the client can tell, what of all that was delivered has arrived. */
  askForArrival(): void;
  /** Resolves with whether the client shows a sign of life within that time. */
  probe(withinMs: number): Promise<boolean>;
  /** Ends the attachment's connection at once. @param reason for the log */
  end(reason: string): void;
}

/**
 * Owns processes on behalf of one client, whichever connection that client comes by. At most one
 * subscriber is attached; a detached session goes on, and `ResumePolicy` says for how long.
 */
export class Session {
  /** Unguessable: whoever knows it may take the session over. */
  readonly id: string;
  /** Comes when nobody can reach the session any more. */
  readonly ended = new OneShotEvent();
  readonly #processes = new Map<string, ProcessHandle>();
  /** Forgotten processes that left something running behind, to be ended with the session. */
  readonly #survivors = new Set<ProcessHandle>();
  /** The last start in flight of each id, settled without a failure: what follows it waits for it. */
  readonly #starts = new Map<string, Promise<void>>();
  #subscriber: Subscriber | undefined;
  /** Set while nobody is attached; on the clock of the resume policy. */
  #detachedAtMs: number | undefined;
  #isBackpressured = false;

  constructor(id: string) {
    this.id = id;
  }

  get isAttached(): boolean {
    return this.#subscriber !== undefined;
  }

  /** When the last subscriber left; undefined while one is attached. */
  get detachedAtMs(): number | undefined {
    return this.#detachedAtMs;
  }

  get processCount(): number {
    return this.#processes.size;
  }

  /** Whoever is attached now. */
  get subscriber(): Subscriber | undefined {
    return this.#subscriber;
  }

  isAttachedTo(subscriber: Subscriber): boolean {
    return this.#subscriber === subscriber;
  }

  /** Hands all events from now on to `subscriber`. */
  attach(subscriber: Subscriber): void {
    // First: what had gathered is not told as news, but read with all else that was missed.
    for (const process of this.#processes.values()) {
      process.attached();
    }
    this.#subscriber = subscriber;
    this.#detachedAtMs = undefined;
    this.clearBackpressure();
  }

  /** Ends the attachment of `subscriber`, if it still holds the session; returns whether it did. */
  detach(subscriber: Subscriber, nowMs: number): boolean {
    if (!this.isAttachedTo(subscriber)) {
      return false;
    }
    this.#subscriber = undefined;
    this.#detachedAtMs = nowMs;
    for (const process of this.#processes.values()) {
      process.detached();
    }
    this.clearBackpressure();
    return true;
  }

  /** Delivers an event to whoever is attached. A subscriber that is behind holds the processes back. */
  publish(event: ProcessEvent): void {
    if (
      this.#subscriber === undefined ||
      this.#subscriber.deliver(event) ||
      this.#isBackpressured
    ) {
      return;
    }
    this.#isBackpressured = true;
    for (const process of this.#processes.values()) {
      process.pause('congestion');
    }
  }

  /** A run of a process's events has arrived at the client, by whichever connection. */
  acknowledge(processId: string, range: SeqRange): void {
    this.#processes.get(processId)?.acknowledge(range);
  }

  /** The subscriber has had the time to read what it missed before it attached. */
  abandonBacklog(): void {
    for (const process of this.#processes.values()) {
      process.abandonBacklog();
    }
  }

  /** The subscriber has caught up, or is gone: processes may write again. */
  clearBackpressure(): void {
    if (!this.#isBackpressured) {
      return;
    }
    this.#isBackpressured = false;
    for (const process of this.#processes.values()) {
      process.resume('congestion');
    }
  }

  /**
   * Takes a process in while `start` settles; when it fails, the id is free again and the failure is
   * the caller's. Waits for an earlier start of the same id, which may fail.
   *
   * @throws {ExecServerError} when the id is taken.
   */
  startProcess<T>(process: ProcessHandle, start: () => Promise<T>): Promise<T> {
    const { id } = process;
    const admission = this.#startAfter(this.#starts.get(id), process, start);
    const settled = admission.then(
      () => undefined,
      () => undefined,
    );
    this.#starts.set(id, settled);
    void settled.then(() => {
      if (this.#starts.get(id) === settled) {
        this.#starts.delete(id);
      }
    });
    return admission;
  }

  /**
   * The process of that id once its start has settled; undefined when there is none. Requests that wait
   * for the same start go on in the order in which they came.
   */
  async process(id: string): Promise<ProcessHandle | undefined> {
    const start = this.#starts.get(id);
    // A start that comes later in this turn must not be met by what was asked before it.
    if (start === undefined) {
      return this.#processes.get(id);
    }
    await start;
    return this.#processes.get(id);
  }

  /** Frees the id of a process that is over, and its output; what it left behind stays the session's. */
  removeProcess(process: ProcessHandle): void {
    if (this.#processes.get(process.id) === process) {
      this.#processes.delete(process.id);
    }
    process.releaseBuffers();
    if (process.survivors !== undefined) {
      this.#survivors.add(process);
    }
  }

  /** Nothing is left of a process that is over. */
  releaseSurvivors(process: ProcessHandle): void {
    process.recordReaped();
    this.#survivors.delete(process);
  }

  /** Ends every process, also one that is still starting, and what forgotten ones left behind. */
  end(): void {
    for (const process of this.#processes.values()) {
      process.terminate();
    }
    for (const { survivors } of this.#survivors) {
      survivors?.kill();
    }
    this.#survivors.clear();
    this.ended.fire();
  }

  async #startAfter<T>(
    earlier: Promise<void> | undefined,
    process: ProcessHandle,
    start: () => Promise<T>,
  ): Promise<T> {
    // Not even a turn is lost when there is nothing to wait for.
    if (earlier !== undefined) {
      await earlier;
    }
    if (this.#processes.has(process.id)) {
      throw new ExecServerError('invalid-request', `process ${process.id} already exists`);
    }
    this.#processes.set(process.id, process);
    if (this.#isBackpressured) {
      process.pause('congestion');
    }
    if (this.ended.hasFired) {
      process.terminate();
    }
    try {
      return await start();
    } catch (error) {
      this.#processes.delete(process.id);
      throw error;
    }
  }
}
