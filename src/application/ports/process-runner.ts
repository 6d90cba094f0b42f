import type { OutputStream, Release } from '../../domain/output/process-event.js';
import type { ProcessControl } from '../../domain/processes/process-control.js';
import type { Confinement } from '../../domain/sandbox/confinement.js';

/** What to run, where and how. */
export interface ProcessSpec {
  /** Program and arguments; the program is looked up on the `PATH` of `env` unless it has a slash. */
  readonly argv: readonly string[];
  /** The argv[0] that the program sees; undefined: `argv[0]`. */
  readonly arg0: string | undefined;
  /** Absolute path of the working directory. */
  readonly cwd: string;
  /** The whole environment of the process: nothing is added to it. */
  readonly env: Readonly<Record<string, string>>;
  /** On a terminal of 24 rows and 80 columns instead of pipes. */
  readonly terminal: boolean;
  /** Keep a pipe to stdin; otherwise it is `/dev/null`. Without meaning on a terminal. */
  readonly pipeStdin: boolean;
  /** What must confine it; undefined: nothing. A runner that cannot do so must not start it. */
  readonly confinement: Confinement | undefined;
}

/** Hears what a process does. No method is called before `start` has settled; none may throw. */
export interface ProcessObserver {
  /**
   * The bytes are the observer's, until it calls `release`, if it does.
   */
  onOutput(stream: OutputStream, bytes: Uint8Array, release?: Release): void;
  /**
   * Once. What the process had written when it ended was given to `onOutput` before, unless output is
   * paused; what its descendants write may follow.
   */
  onExit(exitCode: number): void;
  /** Once, after `onExit` and the last `onOutput`. */
  onClose(): void;
  /** Once, some time after `onClose`: no descendant is left that `kill` could reach. Not after `dispose`. */
  onGone(): void;
}

/** Starts processes on this host. */
export interface ProcessRunner {
  /**
   * Resolves when the program runs. The process leads a session and a group of its own, has no
   * descriptor of the daemon and no signal blocked or ignored.
   *
   * @throws {SpawnFailed} with a text that names what is at fault: program or directory.
   * @throws {SandboxRefused} when it cannot be confined as asked.
   */
  start(spec: ProcessSpec, observer: ProcessObserver): Promise<ProcessControl>;
  /** Ends every process that still runs, with what is left of its group, and frees what the runner holds. */
  dispose(): Promise<void>;
}
