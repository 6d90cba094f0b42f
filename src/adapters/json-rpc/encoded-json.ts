/**
 * A result that is JSON already, most of it base64. Its parts are written next to one another where they are
 * sent from: to join them as text first, or to quote them again, costs many times as much at 1 MiB.
 */
export class EncodedJson {
  readonly #parts: readonly string[];

  /** The parts are ASCII, and JSON when they stand together. */
  constructor(...parts: readonly string[]) {
    this.#parts = parts;
  }

  /** All of it as UTF-8, with any text around it. */
  within(head: string, tail: string): Buffer {
    const headBytes = Buffer.byteLength(head);
    const length = this.#parts.reduce((sum, part) => sum + part.length, headBytes);
    const message = Buffer.allocUnsafe(length + Buffer.byteLength(tail));
    message.write(head, 0, 'utf8');
    const end = this.#parts.reduce((at, part) => at + message.write(part, at, 'latin1'), headBytes);
    message.write(tail, end, 'utf8');
    return message;
  }
}
