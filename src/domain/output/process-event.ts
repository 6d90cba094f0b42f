/** The stream a chunk was read from; a terminal merges stdout and stderr into `pty`. */
export type OutputStream = 'stdout' | 'stderr' | 'pty';

/** A chunk of output. */
export interface OutputEvent {
  readonly kind: 'output';
  readonly processId: string;
  /** From 1, shared by all events of the process, without gaps. */
  readonly seq: number;
  readonly stream: OutputStream;
  /** Shared without a copy: not modified while the log or a reader holds it. */
  readonly bytes: Uint8Array;
}

/** Gives the memory of a chunk back, which may then be used again. Undefined: it is left to the garbage collector. */
export type Release = (() => void) | undefined;

/** How a process ended. */
export interface ProcessExit {
  /** 0 to 255; 128 + N after signal N. */
  readonly exitCode: number;
  /** Name of the signal that ended it; undefined: none is known. */
  readonly signal: string | undefined;
  /** When, in milliseconds since the Unix epoch. */
  readonly exitedAtMs: number;
}

/** The process has exited; output of its descendants may still follow. */
export interface ExitedEvent extends ProcessExit {
  readonly kind: 'exited';
  readonly processId: string;
  readonly seq: number;
  /** A heuristic: the process was sandboxed and probably failed because of the sandbox. */
  readonly sandboxDenied: boolean;
}

/** The process has exited and its outputs have closed: always the last event. */
export interface ClosedEvent {
  readonly kind: 'closed';
  readonly processId: string;
  readonly seq: number;
}

/** An event of a process, in the order of `seq`. */
export type ProcessEvent = OutputEvent | ExitedEvent | ClosedEvent;
