import { ReadStream } from 'node:tty';
import { openSharedBufferSocket } from '../io/into-scratch.js';

/** Reads the master end, which it owns from now on, into a buffer that other streams use as well. */
export const readTerminal = (fd: number, buffer: Uint8Array): ReadStream =>
  openSharedBufferSocket(buffer, (options) => new ReadStream(fd, options));
