/**
 * One byte more than a pipe holds: a read that fills its buffer is repeated at once and finds the little that
 * was written meanwhile, so half of all chunks would be tiny.
 */
const READ_BUFFER_BYTES = 64 * 1024 + 1;

/** A buffer for all the output of one runner: what is read into it is copied out before anything else is read. */
export const createReadBuffer = (): Uint8Array => new Uint8Array(READ_BUFFER_BYTES);
