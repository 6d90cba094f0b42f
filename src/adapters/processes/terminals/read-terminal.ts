import { ReadStream } from 'node:tty';
import { intoScratch } from '../io/into-scratch.js';

/** Reads the master end, which it owns from now on. */
export const readTerminal = (fd: number): ReadStream =>
  intoScratch((options) => new ReadStream(fd, options));
