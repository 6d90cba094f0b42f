import type { ProcessReadResult } from '../../src/protocol/process.js';

/** A page of a process that runs and has printed nothing new, but for what is given. */
export const readPage = (rest: Partial<ProcessReadResult>): ProcessReadResult => ({
  chunks: [],
  nextSeq: 1,
  exited: false,
  exitCode: null,
  closed: false,
  failure: null,
  sandboxDenied: false,
  ...rest,
});
