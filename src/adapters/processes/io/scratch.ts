/**
 * One byte more than a pipe holds. A read that fills its buffer is followed by another at once, which finds the
 * little that was written meanwhile: half of all chunks would be tiny.
 */
const SCRATCH_BYTES = 64 * 1024 + 1;

/** Shared by all that read output: what is read into it is copied out before anything else is read. */
export const scratch = new Uint8Array(SCRATCH_BYTES);
