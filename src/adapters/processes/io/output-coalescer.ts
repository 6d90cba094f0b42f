/** As much as is read from a pipe at a time. */
const PIECE_BYTES = 64 * 1024;
const STEP_MS = 16;

/**
 * Output on its way from a process: passed on as it comes or, while nobody hears it, gathered into pieces of up to
 * 64 KiB, each of which may take 16 ms longer than the one before. So half a minute of small writes to two streams,
 * and a window of 8 MiB, come in fewer than 256 pieces; the process itself is not slowed down.
 */
export class Gathering {
  readonly #deliver: (bytes: Uint8Array) => void;
  #isOn = false;
  #gathered: Uint8Array | undefined;
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #waits = 0;

  /** @param deliver what it is given is good until it returns. */
  constructor(deliver: (bytes: Uint8Array) => void) {
    this.#deliver = deliver;
  }

  /** From now on output is gathered. */
  start(): void {
    this.#isOn = true;
  }

  /** From now on it is not; what is gathered is passed on. */
  stop(): void {
    this.#isOn = false;
    this.flush();
    this.#waits = 0;
  }

  take(bytes: Uint8Array): void {
    if (!this.#isOn) {
      this.#deliver(bytes);
      return;
    }
    for (let at = 0; at < bytes.length; ) {
      at += this.#append(bytes.subarray(at));
      if (this.#bytes === PIECE_BYTES) {
        this.flush();
      }
    }
    if (this.#bytes > 0 && this.#timer === undefined) {
      this.#waits += 1;
      this.#timer = setTimeout(() => this.flush(), this.#waits * STEP_MS);
    }
  }

  /** Passes on what is gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const piece = this.#gathered?.subarray(0, this.#bytes);
    // Many processes may have little to say: none holds memory for it while it is silent.
    this.#gathered = undefined;
    this.#bytes = 0;
    if (piece !== undefined) {
      this.#deliver(piece);
    }
  }

  /** @returns how many of them there was room for. */
  #append(bytes: Uint8Array): number {
    this.#gathered ??= new Uint8Array(PIECE_BYTES);
    const fitting = bytes.subarray(0, PIECE_BYTES - this.#bytes);
    this.#gathered.set(fitting, this.#bytes);
    this.#bytes += fitting.length;
    return fitting.length;
  }
}
