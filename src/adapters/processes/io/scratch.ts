/**
 * One byte more than a pipe holds. A read that fills its buffer is followed by another at once, which finds the
 * little that was written meanwhile: half of all chunks would be tiny.
 */
const SHARED_READ_BUFFER_BYTES = 64 * 1024 + 1;

/** Shared by all that read output: what is read into it is copied out before anything else is read. */
export const sharedReadBuffer = new Uint8Array(SHARED_READ_BUFFER_BYTES);
