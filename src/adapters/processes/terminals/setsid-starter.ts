import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import type { SpawnFailed } from '../../../domain/errors.js';
import {
  DEFAULT_TERMINAL_SIZE,
  type TerminalSize,
} from '../../../domain/processes/process-control.js';
import { errorCode } from '../../shared/errno.js';
import { isExecutable } from '../../shared/is-executable.js';
import type { CloseOnExec } from '../spawn/close-on-exec.js';
import { spawnFailed } from '../spawn/spawn-error.js';
import type { NativePty } from './native-pty.js';
import type { Exited, TerminalProcess, TerminalStarter } from './terminal-starter.js';
import { withResolvers } from './with-resolvers.js';

const { O_RDWR, O_NOCTTY } = constants;
/** Paths of util-linux's or busybox's `setsid`; PATH is not searched. */
const SETSID = ['/usr/bin/setsid', '/bin/setsid'];

/**
 * Starts programs with `setsid -c`, which takes the terminal and then executes the program, so that Node
 * spawns it with default terminal settings. Undefined where it does not work.
 */
export const startBySetsid = async (
  native: NativePty,
  closeOnExec: CloseOnExec,
  candidates: readonly string[] = SETSID,
): Promise<TerminalStarter | undefined> => {
  const setsid = candidates.find(isExecutable);
  if (setsid === undefined) {
    return undefined;
  }
  const start: TerminalStarter = async ({ argv, env, cwd, size }, exited, spawning) => {
    const { fd, slave, path } = openTerminal(native, closeOnExec, size);
    try {
      spawning(path);
      const child = spawn(setsid, ['-c', '--', ...argv], {
        cwd,
        env: { ...env },
        stdio: [slave, slave, slave],
      });
      child.once('exit', exited);
      if (child.pid === undefined) {
        throw (await once(child, 'error'))[0];
      }
      return { pid: child.pid, fd, slave };
    } catch (error) {
      closeTerminal({ fd, slave });
      throw error;
    }
  };
  return (await works(start)) ? start : undefined;
};

type PtyEnds = Pick<TerminalProcess, 'fd' | 'slave'>;

const openTerminal = (
  native: NativePty,
  closeOnExec: CloseOnExec,
  size: TerminalSize,
): PtyEnds & { readonly path: string } => {
  const { master, slave, pty } = openPair(native, size);
  // This one is non-blocking, which programs do not expect, and inheritable.
  closeSync(slave);
  try {
    closeOnExec(master);
    return { fd: master, slave: openSync(pty, O_RDWR | O_NOCTTY), path: pty };
  } catch (error) {
    closeSync(master);
    throw error;
  }
};

/** @throws {SpawnFailed} node-pty does not report the system's error, so it is called once more */
const openPair = (
  native: NativePty,
  { columns, rows }: TerminalSize,
): ReturnType<NativePty['open']> => {
  try {
    return native.open(columns, rows);
  } catch (error) {
    throw multiplexerFault() ?? error;
  }
};

const multiplexerFault = (): SpawnFailed | undefined => {
  try {
    closeSync(openSync('/dev/ptmx', O_RDWR | O_NOCTTY));
    return undefined;
  } catch (error) {
    return spawnFailed({
      code: errorCode(error) ?? 'EIO',
      detail: 'no more terminals can be made',
    });
  }
};

const closeTerminal = ({ fd, slave }: PtyEnds): void => {
  closeSync(slave);
  closeSync(fd);
};

/** Whether this host's setsid knows the option. @throws {Error} when that cannot be told now */
const works = async (start: TerminalStarter): Promise<boolean> => {
  const { promise: ended, resolve } = withResolvers<Parameters<Exited>>();
  const program = {
    argv: ['true'],
    env: { PATH: '/usr/bin:/bin' },
    cwd: '/',
    size: DEFAULT_TERMINAL_SIZE,
  };
  const ends = await start(
    program,
    (...how) => resolve(how),
    () => undefined,
  );
  const [status, signal] = await ended;
  closeTerminal(ends);
  if (signal) {
    throw new Error(`setsid was ended by ${signal}`);
  }
  return status === 0;
};
