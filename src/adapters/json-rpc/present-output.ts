import type { OutputPage } from '../../domain/process-handle.js';
import type { ProcessReadResult } from '../../protocol/process.js';
import { asBuffer } from './process-notification.js';

/** A page of output as the contract words it. */
export const presentOutput = (page: OutputPage): ProcessReadResult => ({
  chunks: page.chunks.map(({ seq, stream, bytes }) => ({
    seq,
    stream,
    chunk: asBuffer(bytes).toString('base64'),
  })),
  nextSeq: page.nextSeq,
  exited: page.exitCode !== undefined,
  exitCode: page.exitCode ?? null,
  closed: page.closed,
  failure: null,
  sandboxDenied: false,
});
