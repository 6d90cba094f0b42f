import type { OutputPage } from '../../../domain/output/output-log.js';
import type { ProcessReadResult } from '../../../protocol/process.js';
import { asBuffer } from '../encoding/base64.js';
import { JsonParts } from '../encoding/json-parts.js';

/** Presents a page of output as a `ProcessReadResult`; an unexpected gap adds `firstRetainedSeq` and `droppedBytes`. */
export const presentOutput = (page: OutputPage): JsonParts => present(page);

/** The same with the fields of the extensions. */
export const presentExtendedOutput = (page: OutputPage): JsonParts =>
  present(page, {
    signal: page.exit?.signal ?? null,
    exitedAtMs: page.exit?.exitedAtMs ?? null,
  });

const present = (page: OutputPage, extension?: Partial<ProcessReadResult>): JsonParts => {
  const rest: Omit<ProcessReadResult, 'chunks'> = {
    nextSeq: page.nextSeq,
    exited: page.exit !== undefined,
    exitCode: page.exit?.exitCode ?? null,
    closed: page.closed,
    failure: null,
    sandboxDenied: page.exit?.sandboxDenied ?? false,
    ...(page.gap && {
      firstRetainedSeq: page.gap.firstRetainedSeq,
      droppedBytes: page.gap.droppedBytes,
    }),
    ...extension,
  };
  const chunks = page.chunks.flatMap(({ seq, stream, bytes }, index) => {
    const separator = index === 0 ? '' : ',';
    return [`${separator}{"seq":${seq},"stream":"${stream}","chunk":"`, asBuffer(bytes), '"}'];
  });
  return new JsonParts('{"chunks":[', ...chunks, `],${JSON.stringify(rest).slice(1)}`);
};
