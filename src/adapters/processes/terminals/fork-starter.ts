import { closeSync, constants, openSync } from 'node:fs';
import { sendSignal } from '../../shared/send-signal.js';
import type { CloseOnExec } from '../spawn/close-on-exec.js';
import type { NativePty } from './native-pty.js';
import type { TerminalStarter } from './terminal-starter.js';

const { O_RDONLY, O_NOCTTY, O_NONBLOCK } = constants;
/** node-pty's value for the daemon's own user and group. */
const SAME = -1;

/** Starts programs with node-pty, which uses a thread to wait for each. */
export const startByFork = async (
  native: NativePty,
  closeOnExec: CloseOnExec,
): Promise<TerminalStarter> => {
  const helper = await spawnHelper();
  return async ({ argv, env, cwd, size }, exited) => {
    const [file = '', ...args] = argv;
    const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const started = native.fork(
      file,
      args,
      pairs,
      cwd,
      size.columns,
      size.rows,
      SAME,
      SAME,
      true,
      helper,
      exited,
    );
    const { pid, fd, pty } = started;
    try {
      closeOnExec(fd);
      return { pid, fd, slave: openSync(pty, O_RDONLY | O_NOCTTY | O_NONBLOCK) };
    } catch (error) {
      sendSignal(-pid, 'SIGKILL');
      closeSync(fd);
      throw error;
    }
  };
};

/** macOS needs a helper program to set up the terminal in the child; it is not used elsewhere. */
const spawnHelper = async (): Promise<string> => {
  if (process.platform !== 'darwin') {
    return '';
  }
  const { createRequire } = await import('node:module');
  const nodePty = createRequire(import.meta.url).resolve('@lydell/node-pty');
  return createRequire(nodePty).resolve(`@lydell/node-pty-darwin-${process.arch}/spawn-helper`);
};
