/** The one active watch of a connection, and the highest watch id used so far. */
export class SingleWatch {
  #lastId = 0n;
  #stop: (() => void) | undefined;
  #isDisposed = false;

  /**
   * Stops the previous watch and reserves the place for `id`. False, and nothing stops: the id is not above
   * all earlier ones.
   */
  begin(id: bigint): boolean {
    if (id <= this.#lastId) {
      return false;
    }
    this.#lastId = id;
    this.#end();
    return true;
  }

  /**
   * Keeps the function that stops the watch. False, and it is called at once: a later watch or the end of the
   * connection replaced this one.
   */
  attach(id: bigint, stop: () => void): boolean {
    if (this.#isDisposed || id !== this.#lastId) {
      stop();
      return false;
    }
    this.#stop = stop;
    return true;
  }

  /**
   * Ends the watch because it detected a change. False: it had been replaced, so the client must not be
   * notified.
   */
  trigger(id: bigint): boolean {
    if (this.#isDisposed || id !== this.#lastId) {
      return false;
    }
    this.#end();
    return true;
  }

  /** Stops the watch when the connection closes. */
  dispose(): void {
    this.#isDisposed = true;
    this.#end();
  }

  #end(): void {
    const stop = this.#stop;
    this.#stop = undefined;
    stop?.();
  }
}
