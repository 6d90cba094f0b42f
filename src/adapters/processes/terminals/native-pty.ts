/** The native part of `@lydell/node-pty`. Descriptors that it opens are inheritable. */
export interface NativePty {
  /** A new terminal: both ends non-blocking, and the path of the slave end. */
  open(columns: number, rows: number): { master: number; slave: number; pty: string };
  /** Sets the size of the terminal of which this is the master end. @throws {Error} when it cannot */
  resize(master: number, columns: number, rows: number): void;
  /** A process on a new terminal. One that cannot be run ends with 1. */
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
  ): { pid: number; fd: number; pty: string };
}

/**
 * Loads only node-pty's native part: its class adds TERM and PWD to the environment, writes to the terminal
 * in a blocking loop, and closes it 200 ms after the exit, losing pending output.
 */
export const loadNativePty = async (): Promise<NativePty> => {
  // @ts-expect-error The part that finds the binary for this system has no declarations.
  const { requireBinary } = await import('@lydell/node-pty/requireBinary.js');
  return requireBinary('pty.node');
};
