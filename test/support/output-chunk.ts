import type { OutputEvent } from '../../src/domain/output/process-event.js';

/** What one chunk costs besides its bytes. */
export const CHUNK_OVERHEAD_BYTES = 256;

/** The window that is full when output of more than this cost has not arrived at a client that is attached. */
export const windowFor = (cost: number): number => 2 * cost;

/** A chunk of output of so many bytes. */
export const outputChunk = (seq: number, size: number): OutputEvent => ({
  kind: 'output',
  processId: 'p',
  seq,
  stream: 'stdout',
  bytes: new Uint8Array(size),
});
