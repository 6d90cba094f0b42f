import type { ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import { openSharedBufferSocket } from '../io/shared-read-buffer.js';
import { type FifoPipe, openInputPipe, openOutputPipe } from './fifo-pipe.js';

/** The daemon's end of a child's standard stream. */
interface ParentEnd {
  readonly socket: Socket;
  /** Undefined when it is unknown. */
  readonly fd: number | undefined;
}

/** A descriptor in the `stdio` of a spawn. */
type StdioEntry = number | 'ignore' | 'pipe';

/** stdin, stdout, stderr. */
type Stdio = readonly [StdioEntry, StdioEntry, StdioEntry];

/** The daemon's ends of the standard streams; no stdin where the child has `/dev/null`. */
interface ParentEnds {
  readonly stdin: ParentEnd | undefined;
  readonly stdout: ParentEnd;
  readonly stderr: ParentEnd;
}

/** A child's standard streams, from before its spawn until the daemon has its ends of them. */
export interface StandardStreams {
  readonly stdio: Stdio;
  /** After a spawn: closes the child's ends. */
  parentEnds(child: ChildProcess): ParentEnds;
  /** After a failed spawn: closes all ends. */
  close(): void;
}

/**
 * Real pipes: `/dev/stderr` cannot be opened on the sockets that Node gives children, and bash takes itself
 * for a remote shell on them. Uses one path per stream; output is read into `readBuffer`.
 *
 * @throws the system's error, with nothing left open
 */
export const openFifoStreams = (
  paths: readonly string[],
  pipeStdin: boolean,
  readBuffer: Uint8Array,
): StandardStreams => {
  const opened: FifoPipe[] = [];
  const open = (make: (path: string) => FifoPipe): FifoPipe => {
    const pipe = make(paths[opened.length] ?? '');
    opened.push(pipe);
    return pipe;
  };
  try {
    const stdout = open(openOutputPipe);
    const stderr = open(openOutputPipe);
    const stdin = pipeStdin ? open(openInputPipe) : undefined;
    return {
      stdio: [stdin?.childFd ?? 'ignore', stdout.childFd, stderr.childFd],
      parentEnds: () => {
        closeChildEnds(opened);
        return {
          stdin: stdin && writingEnd(stdin.parentFd),
          stdout: readingEnd(stdout.parentFd, readBuffer),
          stderr: readingEnd(stderr.parentFd, readBuffer),
        };
      },
      close: () => closeBothEnds(opened),
    };
  } catch (error) {
    closeBothEnds(opened);
    throw error;
  }
};

const closeChildEnds = (pipes: readonly FifoPipe[]): void => {
  for (const { childFd } of pipes) {
    closeSync(childFd);
  }
};

const closeBothEnds = (pipes: readonly FifoPipe[]): void => {
  closeChildEnds(pipes);
  for (const { parentFd } of pipes) {
    closeSync(parentFd);
  }
};

const writingEnd = (fd: number): ParentEnd => ({
  socket: new Socket({ fd, readable: false, writable: true }),
  fd,
});

const readingEnd = (fd: number, buffer: Uint8Array): ParentEnd => ({
  socket: openSharedBufferSocket(
    buffer,
    (options) => new Socket({ fd, readable: true, writable: false, ...options }),
  ),
  fd,
});

/** Node's default sockets, for hosts where FIFOs cannot be created. */
export const openSocketStreams = (pipeStdin: boolean): StandardStreams => ({
  stdio: [pipeStdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  parentEnds: ({ stdin, stdout, stderr }) => ({
    stdin: pipeStdin ? socketEnd(stdin as Socket) : undefined,
    stdout: socketEnd(stdout as Socket),
    stderr: socketEnd(stderr as Socket),
  }),
  close: () => undefined,
});

const socketEnd = (socket: Socket & { _handle?: { fd?: number } }): ParentEnd => ({
  socket,
  // Node has no public API for it.
  fd: socket._handle?.fd,
});
