/** Bytes of base64 made at a time, without a remainder; V8 takes much longer for texts above 64 Ki. */
const PIECE = 48 * 1024;

/**
 * A result that is JSON already, most of it base64: a text stands for itself, bytes for their base64. All is
 * written where it is sent from: to join it as text first, or to quote it again, costs many times as much.
 */
export class JsonParts {
  readonly #parts: readonly (string | Buffer)[];

  /** The texts are ASCII, and JSON when they stand together with the base64. */
  constructor(...parts: readonly (string | Buffer)[]) {
    this.#parts = parts;
  }

  /** All of it as UTF-8, with any text around it. */
  wrap(head: string, tail: string): Buffer {
    const headBytes = Buffer.byteLength(head);
    const length = this.#parts.reduce((sum, part) => sum + lengthOf(part), headBytes);
    const message = Buffer.allocUnsafe(length + Buffer.byteLength(tail));
    message.write(head, 0, 'utf8');
    const end = this.#parts.reduce((at, part) => write(message, at, part), headBytes);
    message.write(tail, end, 'utf8');
    return message;
  }
}

const lengthOf = (part: string | Buffer): number =>
  typeof part === 'string' ? part.length : Math.ceil(part.length / 3) * 4;

/** Returns where the part ends. */
const write = (message: Buffer, start: number, part: string | Buffer): number => {
  if (typeof part === 'string') {
    return start + message.write(part, start, 'latin1');
  }
  let end = start;
  for (let from = 0; from < part.length; from += PIECE) {
    const to = Math.min(part.length, from + PIECE);
    end += message.write(part.toString('base64', from, to), end, 'latin1');
  }
  return end;
};
