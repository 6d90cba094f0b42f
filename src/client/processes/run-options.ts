import type { Readable } from 'node:stream';
import type { NetworkProxyLaunch } from '../../protocol/network.js';
import type { EnvPolicy, SandboxContext, ShellSnapshot } from '../../protocol/process.js';
import type { SignalName, TerminalSize } from '../../protocol/process-extensions.js';
import type { OutputLost } from '../errors.js';

/** What is written to standard input, which then ends. */
export type Input =
  | string
  | Uint8Array
  | Readable
  | Iterable<string | Uint8Array>
  | AsyncIterable<string | Uint8Array>;

/** What becomes of the output of a process. */
export interface OutputOptions {
  /** `buffer`: bytes instead of texts. Default `utf8`. */
  readonly encoding?: 'utf8' | 'buffer' | undefined;
  /** The result has an array of lines instead of a text. Default false. */
  readonly lines?: boolean | undefined;
  /** Leaves the last newline of a result away. Default true. */
  readonly stripFinalNewline?: boolean | undefined;
  /** Also standard output and error interleaved, as `result.all` and `process.all`. Default false. */
  readonly all?: boolean | undefined;
  /** False: the result has no output, which is for the streams alone. Default true. */
  readonly buffer?: boolean | undefined;
  /** Bytes of each stream that the result may have; a process that prints more is killed. Default 100,000,000. */
  readonly maxBuffer?: number | undefined;
  /** False: the promise resolves also for a command that failed. Default true. */
  readonly reject?: boolean | undefined;
  /** Called when output is missing that the server no longer has; without it that fails the command. */
  readonly onOutputLost?: ((lost: OutputLost) => void) | undefined;
}

/** When a process is killed; times are milliseconds. */
export interface KillOptions {
  /** Kills the process after this long; 0: never. */
  readonly timeoutMs?: number | undefined;
  /** Kills the process when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** What it is killed with. Default `SIGTERM`. */
  readonly killSignal?: SignalName | undefined;
  /** SIGKILL follows SIGTERM after this long; false: never. Default 5,000. */
  readonly killAfterMs?: number | false | undefined;
}

/** How a command is run. */
export interface RunOptions extends OutputOptions, KillOptions {
  /** Working directory on the server: a path, relative to that of the server, or a `file:` URL. Default: that of the server. */
  readonly cwd?: string | URL | undefined;
  /** Variables on top of those that are inherited. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** False: the process gets exactly `env`. Default true: also the variables of the server, without those named like a secret. */
  readonly extendEnv?: boolean | undefined;
  /** Which variables of the server are inherited, in full. Goes before `extendEnv`. */
  readonly envPolicy?: EnvPolicy | undefined;
  /** Written to standard input, which then ends. Needs the extensions. */
  readonly input?: Input | undefined;
  /** `pipe`: `process.stdin` can be written to. Default `ignore`, with `input` or a terminal `pipe`. */
  readonly stdin?: 'pipe' | 'ignore' | undefined;
  /** Runs on a terminal, of 80 columns and 24 rows unless the size is given. Its output is `stdout`. */
  readonly tty?: boolean | TerminalSize | undefined;
  /** Runs the command by the shell of the server, or by this one: `|`, `*` and `$` have their meaning. */
  readonly shell?: boolean | string | undefined;
  /** `argv[0]` as the program sees it. */
  readonly argv0?: string | undefined;
  /** As the protocol has it (docs/protocol.md section 6.8). */
  readonly sandbox?: SandboxContext | undefined;
  /** A proxy of its own, by which it reaches the network (docs/network-proxy.md). */
  readonly networkProxy?: NetworkProxyLaunch | undefined;
  /** With `sandbox` and `networkProxy`: it reaches the network by the proxy alone. */
  readonly enforceManagedNetwork?: boolean | undefined;
  /** The state of the shell that runs it, with `-lc` (docs/shell-snapshots.md). */
  readonly shellSnapshot?: ShellSnapshot | undefined;
  /** The id of the process in its session. Default: one that nothing has. */
  readonly processId?: string | undefined;
}

/** How a process that runs already is followed. */
export interface FollowOptions extends OutputOptions, KillOptions {
  /** Only what comes behind this event; 0: everything that the server still has. */
  readonly afterSeq?: number | undefined;
  /** It runs on a terminal: the end of `stdin` is the end-of-file character. Default false. */
  readonly tty?: boolean | undefined;
}

/** One output of a result. */
export type Output<O extends OutputOptions> = O extends { buffer: false }
  ? undefined
  : O extends { encoding: 'buffer' }
    ? O extends { lines: true }
      ? Buffer[]
      : Buffer
    : O extends { lines: true }
      ? string[]
      : string;
