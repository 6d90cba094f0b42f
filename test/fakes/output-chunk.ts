import type { OutputEvent } from '../../src/domain/process-event.js';

/** What one chunk costs besides its bytes. */
export const CHUNK_OVERHEAD_BYTES = 256;

/** The window that is full when output of more than this cost has not arrived. */
export const windowFor = (cost: number): number => Math.ceil((cost * 16) / 15);

/** A chunk of output of so many bytes. */
export const outputChunk = (seq: number, size: number): OutputEvent => ({
  kind: 'output',
  processId: 'p',
  seq,
  stream: 'stdout',
  bytes: new Uint8Array(size),
});
