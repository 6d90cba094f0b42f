/** As much as is read from a pipe at a time. */
const BLOCK_BYTES = 64 * 1024;
const STEP_MS = 16;

/**
 * Output on its way from a process: passed on as it comes or, while nobody hears it, gathered into pieces of up to
 * 64 KiB, each of which may take 16 ms longer than the one before. So half a minute of small writes to two streams,
 * and a window of 8 MiB, come in fewer than 256 pieces; the process itself is not slowed down.
 */
export class OutputCoalescer {
  readonly #deliver: (bytes: Uint8Array) => void;
  #isOn = false;
  #buffered: Uint8Array | undefined;
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #delaySteps = 0;

  /** @param deliver what it is given is good until it returns. */
  constructor(deliver: (bytes: Uint8Array) => void) {
    this.#deliver = deliver;
  }

  /** From now on output is gathered. */
  enable(): void {
    this.#isOn = true;
  }

  /** From now on it is not; what is gathered is passed on. */
  disable(): void {
    this.#isOn = false;
    this.flush();
    this.#delaySteps = 0;
  }

  write(bytes: Uint8Array): void {
    if (!this.#isOn) {
      this.#deliver(bytes);
      return;
    }
    for (let at = 0; at < bytes.length; ) {
      at += this.#append(bytes.subarray(at));
      if (this.#bytes === BLOCK_BYTES) {
        this.flush();
      }
    }
    if (this.#bytes > 0 && this.#timer === undefined) {
      this.#delaySteps += 1;
      this.#timer = setTimeout(() => this.flush(), this.#delaySteps * STEP_MS);
    }
  }

  /** Passes on what is gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const piece = this.#buffered?.subarray(0, this.#bytes);
    // Many processes may have little to say: none holds memory for it while it is silent.
    this.#buffered = undefined;
    this.#bytes = 0;
    if (piece !== undefined) {
      this.#deliver(piece);
    }
  }

  /** @returns how many of them there was room for. */
  #append(bytes: Uint8Array): number {
    this.#buffered ??= new Uint8Array(BLOCK_BYTES);
    const fitting = bytes.subarray(0, BLOCK_BYTES - this.#bytes);
    this.#buffered.set(fitting, this.#bytes);
    this.#bytes += fitting.length;
    return fitting.length;
  }
}
