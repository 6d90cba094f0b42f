import { ReadStream } from 'node:tty';
import { intoScratch } from './into-scratch.js';

const COLUMNS = 80;
const ROWS = 24;
/** node-pty's word for "the daemon's own user and group". */
const SAME = -1;

/** A process on a terminal of its own, as node-pty's native part leaves it. */
interface PseudoTerminal {
  readonly pid: number;
  /** The master end, non-blocking. */
  readonly fd: number;
  /** Path of the slave end. */
  readonly pty: string;
}

/** Forks a process that leads a session on a new terminal. A program that cannot be run ends with 1. */
export type ForkTerminal = (
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
  exited: (status: number, signal: number) => void,
) => PseudoTerminal;

/** The native part of `@lydell/node-pty`. */
interface NativePty {
  fork(
    file: string,
    args: readonly string[],
    env: readonly string[],
    cwd: string,
    columns: number,
    rows: number,
    uid: number,
    gid: number,
    utf8: boolean,
    helperPath: string,
    exited: (status: number, signal: number) => void,
  ): PseudoTerminal;
}

/**
 * Loads node-pty, when first needed. Its native part alone: the class around it adds TERM and PWD to
 * the environment, writes to the terminal in a blocking loop and closes it 200 ms after the exit,
 * whatever is still in it.
 */
export const loadPseudoTerminals = async (): Promise<ForkTerminal> => {
  const native = await loadNative();
  const helper = await spawnHelper();
  return (argv, env, cwd, exited) => {
    const [file = '', ...args] = argv;
    const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    return native.fork(file, args, pairs, cwd, COLUMNS, ROWS, SAME, SAME, true, helper, exited);
  };
};

/** Reads the master end, which it owns from now on. */
export const readTerminal = (fd: number): ReadStream =>
  intoScratch((options) => new ReadStream(fd, options));

const loadNative = async (): Promise<NativePty> => {
  // @ts-expect-error The part that finds the binary for this system has no declarations.
  const { requireBinary } = await import('@lydell/node-pty/requireBinary.js');
  return requireBinary('pty.node');
};

/** macOS needs a program to set the terminal up in the child; elsewhere the name is not looked at. */
const spawnHelper = async (): Promise<string> => {
  if (process.platform !== 'darwin') {
    return '';
  }
  const { createRequire } = await import('node:module');
  const nodePty = createRequire(import.meta.url).resolve('@lydell/node-pty');
  return createRequire(nodePty).resolve(`@lydell/node-pty-darwin-${process.arch}/spawn-helper`);
};
