/** Twice as much is kept: what messages leave behind between two garbage collections. */
const FREED_BYTES = 8 * 1024 * 1024;

/**
 * Keeps glibc from giving the end of its heap back to the system after each garbage collection and taking it again, page by page, for the
 * messages that follow. A block of its own mapping that is freed raises the threshold of that to twice its size (mallopt(3),
 * `M_MMAP_THRESHOLD`). Nothing is written to this one, so it takes no memory; the next garbage collection frees it.
 */
export const raiseHeapThreshold = (): void => {
  Buffer.allocUnsafeSlow(FREED_BYTES);
};
