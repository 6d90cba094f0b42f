import { ExecServerError } from '../errors.js';
import { type BlockFile, FileHandles } from '../files/file-handles.js';
import type { SeqRange } from '../output/acknowledged-ranges.js';
import type { ProcessEvent } from '../output/process-event.js';
import type { ResumeHold } from '../output/resume-hold.js';
import type { ProcessHandle } from '../processes/process-handle.js';
import { OneShotEvent } from './one-shot-event.js';
import { PendingStarts } from './pending-starts.js';
import type { Subscriber } from './subscriber.js';

/** A connection that reads and signals the processes of a session, and receives no events. */
export type Observer = object;

/**
 * Owns the processes of one client across its connections. At most one subscriber is attached: it receives
 * all events, and output waits for it. Any number of observers may look at the processes, which neither wait for them nor
 * outlive the session because of them. A detached session is kept for the time that `ResumePolicy` decides.
 */
export class Session {
  /** A random UUID; it is the only credential needed to resume the session. */
  readonly id: string;
  /** Fires when the session ends. */
  readonly ended = new OneShotEvent();
  /** Fires when the session has ended and has no observer any more, who would read what is left. */
  readonly released = new OneShotEvent();
  /** Files that its client has opened, where they outlive its connections; closed with the session. */
  readonly handles = new FileHandles<BlockFile>();
  /** How long it is kept while detached, where its client has said so. */
  timeToLiveMs: number | undefined;
  readonly #processes = new Map<string, ProcessHandle>();
  /** Removed processes that left descendants running, which are killed with the session. */
  readonly #survivors = new Set<ProcessHandle>();
  /** Later requests of a process wait for its start. */
  readonly #starts = new PendingStarts();
  readonly #observers = new Set<Observer>();
  #subscriber: Subscriber | undefined;
  /** Set while detached; in the time of the `Clock`. */
  #detachedAtMs: number | undefined;
  #isBackpressured = false;
  #onMissedAcknowledged: (process: ProcessHandle) => void = () => undefined;

  constructor(id: string) {
    this.id = id;
  }

  get isAttached(): boolean {
    return this.#subscriber !== undefined;
  }

  /** When the last subscriber detached; undefined while one is attached. */
  get detachedAtMs(): number | undefined {
    return this.#detachedAtMs;
  }

  /** All processes, in the order of their starts. */
  get processes(): readonly ProcessHandle[] {
    return [...this.#processes.values()];
  }

  get processCount(): number {
    return this.#processes.size;
  }

  /** Whether no process is kept, and nothing runs that one has left. */
  get isEmpty(): boolean {
    return this.#processes.size === 0 && this.#survivors.size === 0;
  }

  /** The attached subscriber. */
  get subscriber(): Subscriber | undefined {
    return this.#subscriber;
  }

  isAttachedTo(subscriber: Subscriber): boolean {
    return this.#subscriber === subscriber;
  }

  /** Attaches `subscriber`, which receives all events from now on. */
  attach(subscriber: Subscriber): void {
    // Before the subscriber is set: coalesced output is missed output, to be read, not sent as a notification.
    for (const process of this.#processes.values()) {
      process.attached();
    }
    this.#subscriber = subscriber;
    this.#detachedAtMs = undefined;
    this.clearBackpressure();
  }

  /** Detaches `subscriber` if it is attached; returns whether it was. */
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

  /** Lets `observer` look at the session until it stops, also at what is left of it once it has ended. */
  observe(observer: Observer): void {
    this.#observers.add(observer);
  }

  stopObserving(observer: Observer): void {
    this.#observers.delete(observer);
    if (this.ended.hasFired && this.#observers.size === 0) {
      this.released.fire();
    }
  }

  isObservedBy(observer: Observer): boolean {
    return this.#observers.has(observer);
  }

  /** Delivers an event to the subscriber, if any. When it is congested, all processes are paused. */
  publish(event: ProcessEvent): void {
    if (this.#subscriber?.deliver(event) !== false || this.#isBackpressured) {
      return;
    }
    this.#isBackpressured = true;
    for (const process of this.#processes.values()) {
      process.pause('congestion');
    }
  }

  /** The client acknowledged a range of a process's events, on any of its connections. */
  acknowledge(processId: string, range: SeqRange): void {
    const process = this.#processes.get(processId);
    process?.acknowledge(range);
    if (process?.resumeHold.isActive) {
      this.#onMissedAcknowledged(process);
    }
  }

  /** Whether and how long each process waits for the client to have what it missed. */
  get resumeHolds(): readonly ResumeHold[] {
    return [...this.#processes.values()].map(({ resumeHold }) => resumeHold);
  }

  /** Replaces the listener that is called when a client acknowledges events of a process that waits for it. */
  onMissedAcknowledged(listener: (process: ProcessHandle) => void): void {
    this.#onMissedAcknowledged = listener;
  }

  /** The client does not read what it missed: processes that wait for that continue. */
  endResumeHolds(): void {
    for (const process of this.#processes.values()) {
      process.endResumeHold();
    }
  }

  /** The grace period for reading output missed before the attachment is over. */
  abandonBacklog(): void {
    for (const process of this.#processes.values()) {
      process.abandonBacklog();
    }
  }

  /** The subscriber has drained or detached: processes resume. */
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
   * Adds a process while `start` settles, after an earlier start of the same id; when it rejects, the id is free again.
   *
   * @throws {ExecServerError} when the id is in use.
   */
  startProcess<T>(process: ProcessHandle, start: () => Promise<T>): Promise<T> {
    return this.#starts.run(process.id, () => this.#start(process, start));
  }

  /** The process with that id once its start has settled; undefined: none. Requests that wait for a start keep their order. */
  async process(id: string): Promise<ProcessHandle | undefined> {
    const start = this.#starts.settled(id);
    // Not awaited without a start in flight: a start later in this tick must not be seen by an earlier
    // request.
    if (start === undefined) {
      return this.#processes.get(id);
    }
    await start;
    return this.#processes.get(id);
  }

  /** Frees the id and the output of a closed process; its surviving descendants stay with the session. */
  removeProcess(process: ProcessHandle): void {
    if (this.#processes.get(process.id) === process) {
      this.#processes.delete(process.id);
    }
    process.releaseBuffers();
    if (process.survivors !== undefined) {
      this.#survivors.add(process);
    }
  }

  /** No descendant of a closed process is left. */
  releaseSurvivors(process: ProcessHandle): void {
    process.recordReaped();
    this.#survivors.delete(process);
  }

  /** Kills every process, including those still starting, and all surviving descendants; closes its files. */
  end(): void {
    for (const process of this.#processes.values()) {
      process.terminate();
    }
    for (const { survivors } of this.#survivors) {
      survivors?.kill();
    }
    this.#survivors.clear();
    void this.handles.closeAll();
    this.ended.fire();
    if (this.#observers.size === 0) {
      this.released.fire();
    }
  }

  async #start<T>(process: ProcessHandle, start: () => Promise<T>): Promise<T> {
    if (this.#processes.has(process.id)) {
      throw new ExecServerError('invalid-request', `process ${process.id} already exists`);
    }
    this.#processes.set(process.id, process);
    if (this.#subscriber === undefined) {
      process.detached();
    }
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
