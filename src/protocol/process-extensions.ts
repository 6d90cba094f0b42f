/** The size of a terminal in characters; each 1 to 65,535. */
export interface TerminalSize {
  cols: number;
  rows: number;
}

/** The signals that Linux and macOS have. */
export const SIGNALS = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGKILL',
  'SIGUSR1',
  'SIGSEGV',
  'SIGUSR2',
  'SIGPIPE',
  'SIGALRM',
  'SIGTERM',
  'SIGCHLD',
  'SIGCONT',
  'SIGSTOP',
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
  'SIGURG',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGVTALRM',
  'SIGPROF',
  'SIGWINCH',
  'SIGIO',
  'SIGSYS',
] as const;

export type SignalName = (typeof SIGNALS)[number];

/** Parameters of `process/resize`. */
export interface ProcessResizeParams {
  processId: string;
  terminalSize: TerminalSize;
}

/** Parameters of `process/closeStdin`. */
export interface ProcessCloseStdinParams {
  processId: string;
}

/** Result of `process/list`: the processes in the order of their starts. */
export interface ProcessListResult {
  processes: ListedProcess[];
}

/** A process of the session, closed ones that are still kept included. */
export interface ListedProcess {
  processId: string;
  /** Null while it is starting. */
  pid: number | null;
  /** At most 1,024 characters. */
  argv: string[];
  argvAbridged: boolean;
  /** `file:` URI. */
  cwd: string;
  tty: boolean;
  /** Milliseconds since the Unix epoch. */
  startedAtMs: number;
  exited: boolean;
  exitCode: number | null;
  /** Name of the signal that ended it; null: none is known. */
  signal: string | null;
  /** Milliseconds since the Unix epoch. */
  exitedAtMs: number | null;
  closed: boolean;
  /** Its output is paused: unacknowledged output fills the window, or the memory of the server. It goes on when that is read. */
  paused: boolean;
  /** Number of its next event: a read above `nextSeq - 1` has new events only. */
  nextSeq: number;
}
