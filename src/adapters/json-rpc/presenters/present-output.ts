import type { OutputPage } from '../../../domain/output/output-page.js';
import { memoryCost } from '../../../domain/output/output-segment.js';
import type { ProcessReadResult } from '../../../protocol/process.js';
import { asBuffer } from '../encoding/as-buffer.js';
import type { JsonRpcChannel } from '../json-rpc-channel.js';

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

/** Tracks the events in the reply to a read, as those in notifications. */
export const trackOutputSent = (channel: JsonRpcChannel, page: OutputPage): void => {
  channel.trackSent(
    page.processId,
    { after: page.afterSeq, through: page.nextSeq - 1 },
    memoryCost(page.chunks),
  );
};
