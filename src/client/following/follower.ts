import { METHODS } from '../../protocol/methods.js';
import type { ProcessReadParams, ProcessReadResult } from '../../protocol/process.js';
import type { RequestOptions, SessionConnection } from '../connection/session-connection.js';
import { OutputLost } from '../errors.js';
import type { EventSequence } from './event-sequence.js';
import type { ProcessEvent } from './process-event.js';

/** The events of a process that is followed. */
export interface FollowerListener {
  onEvent(event: ProcessEvent): void;
  /** Output is missing; what follows it comes next. */
  onLost(lost: OutputLost): void;
  /** The process cannot be followed any longer. */
  onFailed(error: Error): void;
}

/** Gets the events of one process: each once, in order. */
export interface Follower {
  /** Everything up to this number was delivered. */
  readonly lastSeq: number;
  /** The server has started the process. */
  started(): void;
  /** Reads what the server has beyond what was delivered. */
  catchUp(): Promise<void>;
  /** Bytes that were delivered and that their reader has not taken yet. */
  setBacklog(bytes: number): void;
  /** Nothing of it comes any more, or is wanted. */
  release(): void;
}

/** Makes followers. */
export interface FollowerRegistry {
  /** Follows a process from its event behind `afterSeq` on, until it is closed or released. */
  follow(id: string, afterSeq: number, listener: FollowerListener): Follower;
}

export const readProcess = (
  connection: SessionConnection,
  params: ProcessReadParams,
  options: RequestOptions,
): Promise<ProcessReadResult> => connection.request(METHODS.processRead, params, options);

/** Hands a page that was read behind `lastSeq` to the sequence, and reports what is missing in it. */
export const takePage = (
  sequence: EventSequence,
  page: ProcessReadResult,
  processId: string,
  listener: FollowerListener,
): void =>
  sequence.takePage(page, (lost) =>
    listener.onLost(new OutputLost(processId, lost, sequence.countLost(page))),
  );
