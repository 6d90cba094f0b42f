const TEXT = 0x81;
const FINAL = 0x80;
const OPCODE = 0x0f;
const FIRST_FRAME = 1;
const PING = 0x9;
const PONG = 0x8a;
const MASKED = 0x80;
const LENGTH_IS_16_BIT = 126;
const LENGTH_IS_64_BIT = 127;
/** A longer message is kept only in part, if it does not arrive at once. */
const KEPT_BYTES = 16 * 1024;
const HEAD_BYTES = 512;
const TAIL_BYTES = 128;

/** The frame of a client's text message; the mask is zero, which leaves the payload as it is (RFC 6455 section 5.3). */
export const textFrame = (text) => frame(TEXT, Buffer.from(text));

export const pongFrame = (payload) => frame(PONG, payload);

const frame = (first, payload) => {
  const { length } = payload;
  if (length < LENGTH_IS_16_BIT) {
    return Buffer.concat([Buffer.from([first, MASKED | length, 0, 0, 0, 0]), payload]);
  }
  const head = Buffer.alloc(length < 65_536 ? 8 : 14);
  head[0] = first;
  if (head.length === 8) {
    head[1] = MASKED | LENGTH_IS_16_BIT;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = MASKED | LENGTH_IS_64_BIT;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
};

/**
 * Finds the messages of text in the bytes of a server. `onText(bytes, start, end, length)` gets a message of `length` bytes where
 * it lies: it must not keep the bytes. Of a message that is fragmented, or longer than 16 KiB and not read at once, it gets the
 * first 512 and the last 128 bytes only.
 */
export class FrameReader {
  #onText;
  #onPing;
  /** Bytes of a header that is not whole yet. */
  #carry;
  #opcode = 0;
  #isFinal = true;
  /** What is kept of the frames of a fragmented message. */
  #fragmented;
  #length = 0;
  /** Bytes of the payload that are still to come. */
  #missing = 0;
  #kept;
  #tail;

  constructor(onText, onPing) {
    this.#onText = onText;
    this.#onPing = onPing;
  }

  receive(chunk) {
    const bytes = this.#carry ? Buffer.concat([this.#carry, chunk]) : chunk;
    this.#carry = undefined;
    let at = this.#missing > 0 ? this.#continue(bytes) : 0;
    while (at < bytes.length) {
      const payload = this.#readHeader(bytes, at);
      if (payload === undefined) {
        this.#carry = Buffer.from(bytes.subarray(at));
        return;
      }
      at = payload + this.#length;
      if (at <= bytes.length) {
        this.#deliver(bytes, payload, at);
      } else {
        this.#missing = this.#length;
        this.#kept = [];
        this.#tail = undefined;
        this.#keep(bytes.subarray(payload));
      }
    }
  }

  /** Where the payload begins; undefined while the header is not whole. */
  #readHeader(bytes, at) {
    const available = bytes.length - at;
    if (available < 2) {
      return undefined;
    }
    const short = bytes[at + 1];
    const size = short < LENGTH_IS_16_BIT ? 2 : short === LENGTH_IS_16_BIT ? 4 : 10;
    if (available < size) {
      return undefined;
    }
    this.#isFinal = (bytes[at] & FINAL) !== 0;
    this.#opcode = bytes[at] & OPCODE;
    this.#length =
      size === 2
        ? short
        : size === 4
          ? bytes.readUInt16BE(at + 2)
          : Number(bytes.readBigUInt64BE(at + 2));
    return at + size;
  }

  #continue(bytes) {
    const end = Math.min(bytes.length, this.#missing);
    this.#keep(bytes.subarray(0, end));
    if (this.#missing === 0) {
      const whole = Buffer.concat(this.#tail ? [...this.#kept, this.#tail] : this.#kept);
      this.#deliver(whole, 0, whole.length);
    }
    return end;
  }

  #keep(part) {
    this.#missing -= part.length;
    if (this.#length <= KEPT_BYTES) {
      this.#kept.push(Buffer.from(part));
      return;
    }
    const [head = Buffer.alloc(0)] = this.#kept;
    if (head.length < HEAD_BYTES) {
      this.#kept = [Buffer.concat([head, part.subarray(0, HEAD_BYTES - head.length)])];
    }
    this.#tail = Buffer.concat([
      this.#tail ?? Buffer.alloc(0),
      part.subarray(-TAIL_BYTES),
    ]).subarray(-TAIL_BYTES);
  }

  #deliver(bytes, start, end) {
    if (this.#opcode === PING) {
      this.#onPing(bytes.subarray(start, end));
    } else if (this.#opcode === FIRST_FRAME && this.#isFinal) {
      this.#onText(bytes, start, end, this.#length);
    } else if (this.#opcode === FIRST_FRAME || this.#fragmented) {
      this.#deliverFragment(bytes.subarray(start, end));
    }
  }

  #deliverFragment(bytes) {
    const { head = Buffer.from(bytes.subarray(0, HEAD_BYTES)), length = 0 } =
      this.#fragmented ?? {};
    this.#fragmented = { head, length: length + this.#length };
    if (this.#isFinal) {
      const message = Buffer.concat([head, bytes.subarray(-TAIL_BYTES)]);
      const total = this.#fragmented.length;
      this.#fragmented = undefined;
      this.#onText(message, 0, message.length, total);
    }
  }
}
