import type { EnvironmentInfo } from '../../protocol/environment.js';
import type { EnvPolicy, ProcessStartParams } from '../../protocol/process.js';
import type { RunOptions } from './run-options.js';

/** All variables of the server but those whose names look like a secret's. */
const EXTEND: EnvPolicy = {
  inherit: 'all',
  ignoreDefaultExcludes: false,
  exclude: [],
  set: {},
  includeOnly: [],
};

/** The params of `process/start` for a command. */
export const startParams = (
  processId: string,
  command: readonly string[],
  options: RunOptions,
  environment: EnvironmentInfo,
): ProcessStartParams => {
  const { tty = false, env = {}, argv0, sandbox } = options;
  const envPolicy = options.envPolicy ?? (options.extendEnv === false ? undefined : EXTEND);
  return {
    processId,
    argv: argvOf(command, options.shell, environment),
    cwd: cwdOf(options.cwd, environment),
    env: Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    tty: tty !== false,
    pipeStdin: takesInput(options),
    ...(envPolicy && { envPolicy }),
    ...(argv0 !== undefined && { arg0: argv0 }),
    ...(sandbox && { sandbox }),
    ...(typeof tty === 'object' && { terminalSize: { cols: tty.cols, rows: tty.rows } }),
  };
};

/** Whether `stdin` can be written to. */
export const takesInput = ({ input, stdin, tty = false }: RunOptions): boolean =>
  input !== undefined || stdin === 'pipe' || (tty !== false && stdin !== 'ignore');

const argvOf = (
  command: readonly string[],
  shell: boolean | string | undefined,
  environment: EnvironmentInfo,
): string[] => {
  if (shell === undefined || shell === false) {
    return [...command];
  }
  const program = shell === true ? environment.shell.path : shell;
  return [program, '-c', command.join(' ')];
};

/** @throws {TypeError} for a URL of another scheme. */
const cwdOf = (cwd: string | URL | undefined, environment: EnvironmentInfo): string => {
  const base = environment.cwd ?? 'file:///';
  if (cwd === undefined) {
    return base;
  }
  const uri = cwd instanceof URL || cwd.startsWith('file:') ? new URL(cwd) : undefined;
  if (uri !== undefined && uri.protocol !== 'file:') {
    throw new TypeError(`cwd must be a path or a file: URL, not ${uri.href}`);
  }
  return uri?.href ?? pathToUri(cwd as string, base);
};

const pathToUri = (path: string, base: string): string => {
  const escaped = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${escaped}` : new URL(escaped, `${base}/`).href;
};
