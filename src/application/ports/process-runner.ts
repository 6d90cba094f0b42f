import type { OutputStream, Release } from '../../domain/output/process-event.js';
import type { ProcessControl, TerminalSize } from '../../domain/processes/process-control.js';
import type { Confinement } from '../../domain/sandbox/confinement.js';

/** What to run, and how. */
export interface ProcessSpec {
  /** Program and arguments; the program is looked up on the `PATH` of `env` unless it has a slash. */
  readonly argv: readonly string[];
  /** The argv[0] that the program sees; undefined: `argv[0]`. */
  readonly arg0: string | undefined;
  /** Absolute path of the working directory. */
  readonly cwd: string;
  /** The whole environment of the process: nothing is added to it. */
  readonly env: Readonly<Record<string, string>>;
  /** The size of the terminal that it gets instead of pipes; undefined: pipes. */
  readonly terminal: TerminalSize | undefined;
  /** Keep a pipe to stdin; otherwise stdin is `/dev/null`. No effect on a terminal. */
  readonly pipeStdin: boolean;
  /**
   * The restrictions to enforce; undefined: none. A runner that cannot enforce them must not start the
   * process.
   */
  readonly confinement: Confinement | undefined;
}

/** Receives the events of a process. No method is called before `start` has settled; none may throw. */
export interface ProcessObserver {
  /** The bytes belong to the observer until it calls `release`, which is optional. */
  onOutput(stream: OutputStream, bytes: Uint8Array, release?: Release): void;
  /**
   * Called once. Everything the process wrote before its exit was passed to `onOutput`, unless output is
   * paused; output of its descendants may follow.
   *
   * @param signal - name of the signal that ended it, where there is one
   */
  onExit(exitCode: number, signal?: string): void;
  /** Called once, after `onExit` and the last `onOutput`. */
  onClose(): void;
  /**
   * Called once, after `onClose`, when no descendant is left that `kill` could reach. Not called after
   * `dispose`.
   */
  onGone(): void;
}

/** Starts processes on this host. */
export interface ProcessRunner {
  /**
   * Loads and creates what the first start needs, so that it need not wait for it. Optional; called once, when the server
   * is ready. Must not reject.
   */
  prepare?(): Promise<void>;
  /**
   * Resolves when the program runs. The process leads its own session and process group, inherits no
   * descriptor of the daemon, and has no signal blocked or ignored.
   *
   * @throws {SpawnFailed} with a text that names the cause: program or directory.
   * @throws {SandboxRefused} when the restrictions cannot be enforced.
   */
  start(spec: ProcessSpec, observer: ProcessObserver): Promise<ProcessControl>;
  /** Kills every running process with the rest of its group, and frees the runner's resources. */
  dispose(): Promise<void>;
}
