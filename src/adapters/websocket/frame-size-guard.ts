const LENGTH_IS_16_BIT = 126;
const LENGTH_IS_64_BIT = 127;

/**
 * Watches the bytes of a connection for the length of each WebSocket frame (RFC 6455 section 5.2), and
 * passes over the payloads: `ws` bounds whole messages, but not the frames that they come in.
 */
export class FrameSizeGuard {
  readonly #maxBytes: number;
  /** Payload and mask of the present frame that are still to come. */
  #toSkip = 0;
  #header: number[] = [];

  /** @param maxBytes the largest payload of one frame that is let pass. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes the next bytes; false when a frame in them is too large. */
  accept(bytes: Uint8Array): boolean {
    let index = 0;
    while (index < bytes.length) {
      if (this.#toSkip > 0) {
        const skipped = Math.min(this.#toSkip, bytes.length - index);
        this.#toSkip -= skipped;
        index += skipped;
        continue;
      }
      this.#header.push(bytes[index] ?? 0);
      index += 1;
      const payload = payloadLength(this.#header);
      if (payload === undefined) {
        continue;
      }
      if (payload > this.#maxBytes) {
        return false;
      }
      this.#toSkip = payload + (((this.#header[1] ?? 0) & 0x80) === 0 ? 0 : 4);
      this.#header = [];
    }
    return true;
  }
}

/** The payload length that a frame header tells; undefined while bytes of it are missing. */
const payloadLength = (header: readonly number[]): number | undefined => {
  if (header.length < 2) {
    return undefined;
  }
  const short = (header[1] ?? 0) & 0x7f;
  if (short < LENGTH_IS_16_BIT) {
    return short;
  }
  const size = short === LENGTH_IS_64_BIT ? 8 : 2;
  if (header.length < 2 + size) {
    return undefined;
  }
  return header.slice(2, 2 + size).reduce((length, byte) => length * 256 + byte, 0);
};
