import { deserialize, serialize } from 'node:v8';

const LENGTH_BYTES = 4;

/**
 * Encodes a message: its length as 4 bytes, little-endian, and its content as V8 serializes it, without copying bytes
 * to text.
 */
export const frameMessage = (message: unknown): readonly [head: Buffer, body: Buffer] => {
  const body = serialize(message);
  const head = Buffer.alloc(LENGTH_BYTES);
  head.writeUInt32LE(body.length);
  return [head, body];
};

/** Reassembles messages from the chunks of a stream. */
export class MessageReader {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  /** Length of the incomplete message; undefined while the length itself is incomplete. */
  #length: number | undefined;

  /** Returns the messages that this chunk completes. */
  push(chunk: Buffer): readonly unknown[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const messages: unknown[] = [];
    for (;;) {
      if (this.#length === undefined) {
        if (this.#bytes < LENGTH_BYTES) {
          return messages;
        }
        this.#length = this.#take(LENGTH_BYTES).readUInt32LE();
      }
      if (this.#bytes < this.#length) {
        return messages;
      }
      messages.push(deserialize(this.#take(this.#length)));
      this.#length = undefined;
    }
  }

  #take(length: number): Buffer {
    const [first] = this.#chunks;
    if (first === undefined || first.length < length) {
      const all = Buffer.concat(this.#chunks);
      this.#chunks.splice(0, this.#chunks.length, all);
    }
    const whole = this.#chunks.shift() ?? Buffer.alloc(0);
    if (whole.length > length) {
      this.#chunks.unshift(whole.subarray(length));
    }
    this.#bytes -= length;
    return whole.subarray(0, length);
  }
}
