import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, closeSync, constants, openSync } from 'node:fs';
import type { InheritableDescriptors } from './inheritable-descriptors.js';
import type { NativePty } from './native-pty.js';
import { type OnTerminal, type StartOnTerminal, TERMINAL_SIZE } from './start-on-terminal.js';
import { withResolvers } from './with-resolvers.js';

const { O_RDWR, O_NOCTTY, X_OK } = constants;
/** Of util-linux or busybox, without regard to anybody's PATH. */
const SETSID = ['/usr/bin/setsid', '/bin/setsid'];

/**
 * Starts programs by way of `setsid -c`, which makes a terminal its own and then becomes the program. So it is
 * Node that spawns, and can cover what must not be inherited; node-pty cannot. Undefined where it does not work.
 */
export const startBySetsid = async (
  native: NativePty,
  inheritable: InheritableDescriptors,
  candidates: readonly string[] = SETSID,
): Promise<StartOnTerminal | undefined> => {
  const setsid = candidates.find(isExecutable);
  if (setsid === undefined) {
    return undefined;
  }
  const start: StartOnTerminal = async (argv, env, cwd, exited) => {
    const { fd, slave } = openTerminal(native, inheritable);
    try {
      const stdio = [...inheritable.cover([slave, slave, slave])];
      const child = spawn(setsid, ['-c', '--', ...argv], { cwd, env: { ...env }, stdio });
      child.once('exit', exited);
      if (child.pid === undefined) {
        throw (await once(child, 'error'))[0];
      }
      return { pid: child.pid, fd, slave };
    } catch (error) {
      closeTerminal({ fd, slave }, inheritable);
      throw error;
    }
  };
  return (await works(start, inheritable)) ? start : undefined;
};

type Ends = Pick<OnTerminal, 'fd' | 'slave'>;

const openTerminal = (native: NativePty, inheritable: InheritableDescriptors): Ends => {
  const { master, slave, pty } = native.open(TERMINAL_SIZE.columns, TERMINAL_SIZE.rows);
  inheritable.add(master);
  // This one is non-blocking, which programs do not expect, and would be inherited.
  closeSync(slave);
  try {
    return { fd: master, slave: openSync(pty, O_RDWR | O_NOCTTY) };
  } catch (error) {
    closeSync(master);
    inheritable.delete(master);
    throw error;
  }
};

const closeTerminal = ({ fd, slave }: Ends, inheritable: InheritableDescriptors): void => {
  closeSync(slave);
  closeSync(fd);
  inheritable.delete(fd);
};

/** Whether this host's setsid knows the option. */
const works = async (
  start: StartOnTerminal,
  inheritable: InheritableDescriptors,
): Promise<boolean> => {
  const { promise: ended, resolve } = withResolvers<number | null>();
  const ends = await start(['true'], { PATH: '/usr/bin:/bin' }, '/', resolve);
  const status = await ended;
  closeTerminal(ends, inheritable);
  return status === 0;
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, X_OK);
    return true;
  } catch {
    return false;
  }
};
