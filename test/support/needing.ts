import { describe, test } from '@jest/globals';

type Test = (title: string, body: () => void | Promise<void>, timeoutMs?: number) => void;
type Block = typeof describe.skip;

const mark = (title: string, need: string): string => `${title} [needs ${need}]`;

/** `test` for what can be shown only where `need` is met; elsewhere it is left out, and the last line of the run says why. */
export const testNeeding = (need: string, isMet: boolean): Test =>
  isMet ? test : (title, body, timeoutMs) => test.skip(mark(title, need), body, timeoutMs);

/** The same for a block of tests. */
export const describeNeeding = (need: string, isMet: boolean): Block => {
  if (isMet) {
    return describe;
  }
  const skip = (title: string, body: () => void): void => describe.skip(mark(title, need), body);
  // All signatures of `each` have the title in the same place.
  const each = (table: readonly object[]) => (title: string, body: (row: object) => void) =>
    describe.skip.each(table)(mark(title, need), body);
  return Object.assign(skip, { each }) as unknown as Block;
};
