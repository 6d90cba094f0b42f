const TEXT = 0x1;
const PING = 0x9;
const PONG = 0xa;
const OPCODE = 0x0f;
const FINAL = 0x80;
const MASKED = 0x80;
const LENGTH = 0x7f;
const LENGTH_IS_16_BIT = 126;
const LENGTH_IS_64_BIT = 127;
/** A longer payload is output: it is counted, and not looked at. */
const ANSWER_BYTES = 2048;

/** The client's side of a WebSocket of which little is wanted but the size of its messages. */
export class FrameCounter {
  #socket;
  /** Bytes of all payloads. */
  bytes = 0;
  /** Bytes of the header of the frame that comes. */
  #header = [];
  /** What is missing of its payload; undefined until its header is whole. */
  #left;
  /** Its payload; undefined if it is not looked at. */
  #parts;
  #isExpected;
  #resolve;

  constructor(socket) {
    this.#socket = socket;
  }

  send(message) {
    this.#write(TEXT, Buffer.from(JSON.stringify(message)));
  }

  /** Resolves when such a message has come. One is waited for at a time. */
  message(isExpected) {
    this.#isExpected = isExpected;
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  receive(bytes) {
    for (let at = 0; at < bytes.length; ) {
      if (this.#left === undefined) {
        this.#header.push(bytes[at]);
        at += 1;
        this.#left = payloadLength(this.#header);
        this.bytes += this.#left ?? 0;
        this.#parts = this.#left <= ANSWER_BYTES ? [] : undefined;
      } else {
        const end = Math.min(bytes.length, at + this.#left);
        // What it was read into is used again.
        this.#parts?.push(Buffer.from(bytes.subarray(at, end)));
        this.#left -= end - at;
        at = end;
      }
      if (this.#left === 0) {
        this.#frameEnds();
      }
    }
  }

  #frameEnds() {
    const opcode = this.#header[0] & OPCODE;
    const payload = this.#parts && Buffer.concat(this.#parts);
    this.#header = [];
    this.#left = undefined;
    if (opcode === PING) {
      this.#write(PONG, payload);
    } else if (opcode === TEXT && payload && this.#isExpected(JSON.parse(payload))) {
      this.#resolve();
    }
  }

  /** Clients must mask what they send; with zeros it stays as it is. */
  #write(opcode, payload) {
    const { length } = payload;
    const head =
      length < LENGTH_IS_16_BIT ? [length] : [LENGTH_IS_16_BIT, length >> 8, length & 255];
    const header = [FINAL | opcode, MASKED | head[0], ...head.slice(1), 0, 0, 0, 0];
    this.#socket.write(Buffer.concat([Buffer.from(header), payload]));
  }
}

/** Undefined while the header is not whole (RFC 6455 section 5.2). */
const payloadLength = (header) => {
  if (header.length < 2) {
    return undefined;
  }
  const short = header[1] & LENGTH;
  if (short < LENGTH_IS_16_BIT) {
    return short;
  }
  const size = short === LENGTH_IS_64_BIT ? 8 : 2;
  if (header.length < 2 + size) {
    return undefined;
  }
  return header.slice(2).reduce((length, byte) => length * 256 + byte, 0);
};
