import type { OutputEvent } from '../../src/domain/process-event.js';

/** What one chunk costs besides its bytes. */
export const CHUNK_OVERHEAD_BYTES = 256;

/** A chunk of output of so many bytes. */
export const outputChunk = (seq: number, size: number): OutputEvent => ({
  kind: 'output',
  processId: 'p',
  seq,
  stream: 'stdout',
  bytes: new Uint8Array(size),
});
