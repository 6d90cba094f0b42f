import type { EnvironmentInfo } from '../../protocol/environment.js';
import type { EnvPolicy, ProcessStartParams } from '../../protocol/process.js';
import { toPathUri } from '../files/path-uri.js';
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
  const { tty = false, env = {}, argv0 } = options;
  const { sandbox, networkProxy, enforceManagedNetwork, shellSnapshot } = options;
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
    ...(networkProxy && { networkProxy }),
    ...(enforceManagedNetwork && { enforceManagedNetwork }),
    ...(shellSnapshot && { shellSnapshot }),
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

/** @throws {TypeError} for what is no path, and for a URL of another scheme */
const cwdOf = (cwd: string | URL | undefined, { cwd: base }: EnvironmentInfo): string => {
  if (cwd === undefined) {
    return base ?? 'file:///';
  }
  const isUrl = typeof cwd === 'string' && cwd.startsWith('file:');
  return toPathUri(isUrl ? new URL(cwd) : cwd, base ?? null);
};
