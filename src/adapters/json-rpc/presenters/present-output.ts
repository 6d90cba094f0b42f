import type { OutputPage } from '../../../domain/output/output-log.js';
import type { ProcessReadResult } from '../../../protocol/process.js';
import { asBuffer } from '../encoding/base64.js';

/** Presents a page of output; an unexpected gap adds `firstRetainedSeq` and `droppedBytes`. */
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
  sandboxDenied: page.sandboxDenied,
  ...(page.gap && {
    firstRetainedSeq: page.gap.firstRetainedSeq,
    droppedBytes: page.gap.droppedBytes,
  }),
});
