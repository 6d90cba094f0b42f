import type { ProcessReadResult } from '../../protocol/process.js';

type Page = Pick<ProcessReadResult, 'chunks' | 'droppedBytes' | 'firstRetainedSeq'> & {
  readonly afterSeq: number;
};

/** Counts what is missing in the pages of a process that are read one after the other. */
export class MissingOutput {
  /** Bytes that came or are missing: the count of the server includes them. Undefined: it is not known how many came before. */
  #accountedBytes: number | undefined;

  /** @param afterSeq where the first page begins */
  constructor(afterSeq: number) {
    this.#accountedBytes = afterSeq === 0 ? 0 : undefined;
  }

  /** What is missing between this page and the one before, in words; undefined: nothing. */
  warning({ afterSeq, chunks, droppedBytes = 0, firstRetainedSeq = 0 }: Page): string | undefined {
    const accounted = this.#accountedBytes;
    let warning: string | undefined;
    if (firstRetainedSeq > afterSeq + 1 && droppedBytes > (accounted ?? 0)) {
      const amount = accounted === undefined ? 'some' : droppedBytes - accounted;
      warning = `${amount} bytes from before are no longer kept`;
      this.#accountedBytes = droppedBytes;
    }
    if (this.#accountedBytes !== undefined) {
      this.#accountedBytes += chunks.reduce(
        (sum, { chunk }) => sum + Buffer.byteLength(chunk, 'base64'),
        0,
      );
    }
    return warning;
  }
}
