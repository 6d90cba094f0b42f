import { deserialize, serialize } from 'node:v8';

const LENGTH_BYTES = 4;

/** A message as bytes: its length, and its content in V8's own form, which keeps bytes as they are. */
export const frameMessage = (message: unknown): readonly [head: Buffer, body: Buffer] => {
  const body = serialize(message);
  const head = Buffer.alloc(LENGTH_BYTES);
  head.writeUInt32LE(body.length);
  return [head, body];
};

/** Puts messages together again from the pieces that they arrive in. */
export class MessageReader {
  readonly #pieces: Buffer[] = [];
  #bytes = 0;
  /** Of the message that is arriving; undefined: its length has not arrived. */
  #length: number | undefined;

  /** The messages that are complete with this piece. */
  push(piece: Buffer): readonly unknown[] {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
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
    const [first] = this.#pieces;
    if (first === undefined || first.length < length) {
      const all = Buffer.concat(this.#pieces);
      this.#pieces.splice(0, this.#pieces.length, all);
    }
    const whole = this.#pieces.shift() ?? Buffer.alloc(0);
    if (whole.length > length) {
      this.#pieces.unshift(whole.subarray(length));
    }
    this.#bytes -= length;
    return whole.subarray(0, length);
  }
}
