const NEWLINE = 10;

/** A place in a list of chunks. */
export interface Place {
  readonly index: number;
  readonly offset: number;
}

/** Where the last lines of consecutive chunks begin. A newline at the very end begins no line. */
export const startOfLastLines = (chunks: readonly Buffer[], lines: number): Place => {
  let left = lines;
  for (let index = chunks.length - 1; index >= 0 && left > 0; index -= 1) {
    const chunk = chunks[index] as Buffer;
    const isLast = index === chunks.length - 1;
    for (let end = isLast ? chunk.length - 1 : chunk.length; end > 0; ) {
      const at = chunk.lastIndexOf(NEWLINE, end - 1);
      if (at === -1) {
        break;
      }
      left -= 1;
      if (left === 0) {
        return { index, offset: at + 1 };
      }
      end = at;
    }
  }
  return left > 0 ? { index: 0, offset: 0 } : { index: chunks.length, offset: 0 };
};
