/** Which of a process's outputs a chunk was read from; a terminal merges stdout and stderr into `pty`. */
export type OutputStream = 'stdout' | 'stderr' | 'pty';

/** A run of bytes that a process wrote, under its number in the process's sequence. */
export interface OutputEvent {
  readonly kind: 'output';
  readonly processId: string;
  /** From 1, shared by all events of the process, without holes. */
  readonly seq: number;
  readonly stream: OutputStream;
  /** Shared without a copy: never changed as long as the log has it, or a reader was given it. */
  readonly bytes: Uint8Array;
}

/** The process itself has ended; output of what it left behind may still follow. */
export interface ExitedEvent {
  readonly kind: 'exited';
  readonly processId: string;
  readonly seq: number;
  /** 0 to 255; 128 + N when signal N ended it. */
  readonly exitCode: number;
  /** A guess: the process had a sandbox and failed because of it. */
  readonly sandboxDenied: boolean;
}

/** The process has ended and so have its outputs: always its last event. */
export interface ClosedEvent {
  readonly kind: 'closed';
  readonly processId: string;
  readonly seq: number;
}

/** What a process tells its session, in the order of `seq`. */
export type ProcessEvent = OutputEvent | ExitedEvent | ClosedEvent;
