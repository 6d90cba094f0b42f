/** What is typed, without what is held back because it may be the begin of the detach keys. */
export interface Typed {
  readonly bytes: Buffer;
  /** The keys were typed; what followed is dropped. */
  readonly isDetach: boolean;
}

/**
 * The bytes of keys such as `ctrl-\` or `ctrl-p,ctrl-q`; no bytes for `none`.
 *
 * @throws {Error} for anything else, saying what is expected
 */
export const parseDetachKeys = (text: string): Buffer => {
  if (text === 'none') {
    return Buffer.alloc(0);
  }
  return Buffer.from(text.split(',').map(keyCode));
};

const keyCode = (key: string): number => {
  const [, control] = /^ctrl-([a-z@[\\\]^_])$/i.exec(key) ?? [];
  if (control !== undefined) {
    return control.toUpperCase().charCodeAt(0) & 0x1f;
  }
  if (/^[\x21-\x7e]$/.test(key)) {
    return key.charCodeAt(0);
  }
  throw new Error('Expected keys such as ctrl-\\ or ctrl-p,ctrl-q, or none.');
};

/** Finds the detach keys in what is typed. */
export class DetachKeys {
  readonly #keys: Buffer;
  #typed = 0;

  /** @param keys of `parseDetachKeys` */
  constructor(keys: Buffer) {
    this.#keys = keys;
  }

  /** Splits off what is to be passed on. A begin of the keys is passed on once it turns out to be none. */
  feed(bytes: Buffer): Typed {
    const keys = this.#keys;
    if (keys.length === 0 || (this.#typed === 0 && !bytes.includes(keys[0] as number))) {
      return { bytes, isDetach: false };
    }
    const passed: number[] = [];
    for (const byte of bytes) {
      if (byte !== keys[this.#typed]) {
        passed.push(...keys.subarray(0, this.#typed));
        this.#typed = 0;
      }
      if (byte !== keys[this.#typed]) {
        passed.push(byte);
        continue;
      }
      this.#typed += 1;
      if (this.#typed === keys.length) {
        this.#typed = 0;
        return { bytes: Buffer.from(passed), isDetach: true };
      }
    }
    return { bytes: Buffer.from(passed), isDetach: false };
  }
}
