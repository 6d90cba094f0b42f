import {
  CONTROL,
  FIN,
  LENGTH_IS_16_BIT,
  LENGTH_IS_64_BIT,
  MASK_BYTES,
  MASKED,
} from './frame-header.js';

/**
 * Checks the length of each WebSocket frame (RFC 6455 section 5.2) in the bytes of a connection, skipping
 * payloads: `ws` limits whole messages, but not frames.
 */
export class FrameSizeGuard {
  readonly #maxBytes: number;
  /** Remaining bytes of the current frame, mask and payload. */
  #toSkip = 0;
  #header: number[] = [];
  /** The first frames of a message have come, but not its last. */
  #isFragmented = false;
  #isWithinFrame = false;

  /** @param maxBytes the largest accepted payload of one frame. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Whether what it has read ends with a message, or with a control frame behind one. */
  get isBetweenMessages(): boolean {
    return this.#toSkip === 0 && this.#header.length === 0 && !this.#isFragmented;
  }

  /** Whether all that it has read last is the payload of one frame, which began before. */
  get isWithinFrame(): boolean {
    return this.#isWithinFrame;
  }

  /** Reads the next bytes. Returns how many of them precede a frame that is too large: all, where none is. */
  accept(bytes: Uint8Array): number {
    this.#isWithinFrame = this.#toSkip > 0 && bytes.length <= this.#toSkip;
    let index = 0;
    let frameStart = 0;
    while (index < bytes.length) {
      if (this.#toSkip > 0) {
        const skipped = Math.min(this.#toSkip, bytes.length - index);
        this.#toSkip -= skipped;
        index += skipped;
        continue;
      }
      if (this.#header.length === 0) {
        frameStart = index;
      }
      this.#header.push(bytes[index] ?? 0);
      index += 1;
      const payload = payloadLength(this.#header);
      if (payload === undefined) {
        continue;
      }
      if (payload > this.#maxBytes) {
        return frameStart;
      }
      const [first = 0, second = 0] = this.#header;
      this.#toSkip = payload + ((second & MASKED) === 0 ? 0 : MASK_BYTES);
      if ((first & CONTROL) === 0) {
        this.#isFragmented = (first & FIN) === 0;
      }
      this.#header = [];
    }
    return bytes.length;
  }
}

/** The payload length in a frame header; undefined while the header is incomplete. */
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
