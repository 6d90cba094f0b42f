import type { SandboxContext } from '../../protocol/process.js';
import { UnsupportedByProtocol } from '../errors.js';
import { type Stdio, type StdioOption, stdioOf } from './stdio.js';

/** Options of `client.spawn`: those of `child_process.spawn`, as far as the wire protocol has them. */
export interface SpawnOptions {
  /** Working directory on the server: a path, relative to that of the server, or a `file:` URL. Default: that of the server. */
  readonly cwd?: string | URL | undefined;
  /** The whole environment. Default: that of the server, without the variables that are named like a secret. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly argv0?: string | undefined;
  /** Default `pipe`. `inherit` and streams are those of this program; a further descriptor is not supported. */
  readonly stdio?: StdioOption | undefined;
  /** Runs the command by `/bin/sh` of the server, or by this shell. */
  readonly shell?: boolean | string | undefined;
  /** Kills the process when it is aborted, and emits `error`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds, after which the process is killed; 0: never. */
  readonly timeout?: number | undefined;
  /** What `timeout` and `signal` kill it with. Default `SIGTERM`. */
  readonly killSignal?: NodeJS.Signals | number | undefined;
  /** As the protocol has it (docs/protocol.md section 6.8); not in Node. */
  readonly sandbox?: SandboxContext | undefined;
}

/** A command as it is started. */
export interface SpawnCommand {
  /** Node's names: the program, and its arguments from `argv[0]` on. */
  readonly spawnfile: string;
  readonly spawnargs: readonly string[];
  readonly stdio: Stdio;
  readonly options: SpawnOptions;
}

/**
 * @throws {TypeError} with Node's `code`, for what Node refuses too
 * @throws {UnsupportedByProtocol} for what the wire protocol has no field for
 */
export const spawnCommand = (
  file: string,
  args: readonly string[],
  options: SpawnOptions,
): SpawnCommand => {
  checkText('file', file);
  if (file === '') {
    throw invalidValue("The argument 'file' cannot be empty. Received ''");
  }
  for (const [index, argument] of args.entries()) {
    checkText(`args[${index}]`, argument);
  }
  checkUnsupported(options as Record<string, unknown>);
  const [spawnfile, rest] = shellCommand(file, args, options.shell);
  return {
    spawnfile,
    spawnargs: [options.argv0 ?? spawnfile, ...rest],
    stdio: stdioOf(options.stdio),
    options,
  };
};

const shellCommand = (
  file: string,
  args: readonly string[],
  shell: boolean | string = false,
): [string, readonly string[]] =>
  shell === false || shell === ''
    ? [file, args]
    : [shell === true ? '/bin/sh' : shell, ['-c', [file, ...args].join(' ')]];

/** Options of Node that would change what the process is, with what to do instead. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  detached: 'a process lives as long as its session, and leads a process group anyway',
  gid: 'run setpriv(1) on the server',
  serialization: 'there is no IPC channel',
  uid: 'run setpriv(1) on the server',
};

const checkUnsupported = (options: Record<string, unknown>): void => {
  for (const [name, advice] of Object.entries(UNSUPPORTED)) {
    if (options[name] !== undefined && options[name] !== false) {
      throw new UnsupportedByProtocol(name, advice);
    }
  }
};

const checkText = (name: string, value: unknown): void => {
  if (typeof value !== 'string') {
    throw Object.assign(
      new TypeError(`The "${name}" argument must be of type string. Received ${typeof value}`),
      { code: 'ERR_INVALID_ARG_TYPE' },
    );
  }
  if (value.includes('\0')) {
    throw invalidValue(`The argument '${name}' must be a string without null bytes`);
  }
};

const invalidValue = (message: string): TypeError =>
  Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_VALUE' });
