import { constants, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import type { OutputTerminal } from '../host.js';

/**
 * The stream to write output to. Node writes to a pipe synchronously: while its reader rests, such as a pager, no signal
 * would be handled. So a pipe is opened once more, without waiting; what others write to it stays as it is.
 */
export const openOutput = (stream: OutputTerminal): Writable => {
  try {
    if (!fstatSync(stream.fd).isFIFO()) {
      return stream;
    }
    const fd = openSync(`/proc/self/fd/${stream.fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
    return new Socket({ fd, readable: false, writable: true });
  } catch {
    // No `/proc`, or the reader has gone.
    return stream;
  }
};

/** Resolves when everything is written, or cannot be. Standard streams stay open. */
export const flush = (output: Writable): Promise<void> =>
  new Promise((resolve) => {
    if (output.destroyed || output.writableLength === 0) {
      resolve();
      return;
    }
    output.once('close', () => resolve()).once('error', () => resolve());
    output.write('', () => resolve());
  });
