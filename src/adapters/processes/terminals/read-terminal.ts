import { ReadStream } from 'node:tty';
import { openSharedBufferSocket } from '../io/into-scratch.js';

/** Reads the master end, which it owns from now on. */
export const readTerminal = (fd: number): ReadStream =>
  openSharedBufferSocket((options) => new ReadStream(fd, options));
