import type { SpareBuffer } from '../../shared/spare-buffer.js';

/** Bytes encoded at a time, a multiple of 3; V8 is much slower for strings above 64 Ki. */
const PIECE = 48 * 1024;

/** Fewer bytes are encoded into the string beside them: a part of its own costs more than the copy it saves. */
const SHORT = 2048;

/**
 * A result that is serialized JSON, most of it base64: a string is written as it is, bytes as their base64.
 * Long parts are written directly into the message; joining them as strings first, or quoting them again,
 * costs many times as much.
 */
export class JsonParts {
  readonly #parts: (string | Buffer)[] = [];

  /** Strings must be ASCII; together with the base64 the parts must form JSON. */
  constructor(...parts: readonly (string | Buffer)[]) {
    let text = '';
    for (const part of parts) {
      if (typeof part === 'string') {
        text += part;
      } else if (part.length < SHORT) {
        text += part.toString('base64');
      } else {
        this.#parts.push(text, part);
        text = '';
      }
    }
    this.#parts.push(text);
  }

  /** The parts between `head` and `tail`: as text, or as UTF-8 in memory of `buffers` when some bytes are long. */
  wrap(head: string, tail: string, buffers: SpareBuffer): string | Buffer {
    if (this.#parts.length === 1) {
      return [head, ...this.#parts, tail].join('');
    }
    const headBytes = Buffer.byteLength(head);
    const length = this.#parts.reduce((sum, part) => sum + lengthOf(part), headBytes);
    const message = buffers.acquire(length + Buffer.byteLength(tail));
    message.write(head, 0, 'utf8');
    const end = this.#parts.reduce((at, part) => write(message, at, part), headBytes);
    message.write(tail, end, 'utf8');
    return message;
  }
}

const lengthOf = (part: string | Buffer): number =>
  typeof part === 'string' ? part.length : Math.ceil(part.length / 3) * 4;

/** Returns the end of the written part. */
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

/** ASCII that JSON writes as it is; most ids. */
const PLAIN = /^[\w.:-]*$/;

/** A string as ASCII JSON, so that the message around it can be written as Latin-1. */
export const toAsciiJson = (text: string): string =>
  PLAIN.test(text)
    ? `"${text}"`
    : JSON.stringify(text).replace(
        /[\u0080-\uffff]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
