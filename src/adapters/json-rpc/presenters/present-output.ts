import type { OutputPage } from '../../../domain/output/output-log.js';
import type { ProcessReadResult } from '../../../protocol/process.js';
import { asBuffer } from '../encoding/base64.js';
import { JsonParts } from '../encoding/json-parts.js';

/** Presents a page of output as a `ProcessReadResult`; an unexpected gap adds `firstRetainedSeq` and `droppedBytes`. */
export const presentOutput = (page: OutputPage): JsonParts => {
  const rest: Omit<ProcessReadResult, 'chunks'> = {
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
  };
  const chunks = page.chunks.flatMap(({ seq, stream, bytes }, index) => {
    const separator = index === 0 ? '' : ',';
    return [`${separator}{"seq":${seq},"stream":"${stream}","chunk":"`, asBuffer(bytes), '"}'];
  });
  return new JsonParts('{"chunks":[', ...chunks, `],${JSON.stringify(rest).slice(1)}`);
};
