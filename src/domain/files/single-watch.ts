/** The one watch that a connection may have, and which ids it has used for watches. */
export class SingleWatch {
  #lastId = 0n;
  #stop: (() => void) | undefined;
  #isOver = false;

  /** Ends the watch before it, and makes room for this one. False, and nothing ends: the id is not above all earlier ones. */
  begin(id: bigint): boolean {
    if (id <= this.#lastId) {
      return false;
    }
    this.#lastId = id;
    this.#end();
    return true;
  }

  /** Keeps what ends the watch. False, and it is ended: the room is another's by now, or nobody's. */
  attach(id: bigint, stop: () => void): boolean {
    if (this.#isOver || id !== this.#lastId) {
      stop();
      return false;
    }
    this.#stop = stop;
    return true;
  }

  /** The watch has seen something, and ends with that. False: nobody is to hear of it. */
  trigger(id: bigint): boolean {
    if (this.#isOver || id !== this.#lastId) {
      return false;
    }
    this.#end();
    return true;
  }

  /** The connection is gone. */
  dispose(): void {
    this.#isOver = true;
    this.#end();
  }

  #end(): void {
    const stop = this.#stop;
    this.#stop = undefined;
    stop?.();
  }
}
