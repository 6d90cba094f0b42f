import { expect } from '@jest/globals';

/** Jest compares byte by byte, by the name of each index: a second for 500 kB. */
const areEqualBytes = (a, b) =>
  Buffer.isBuffer(a) && Buffer.isBuffer(b) ? a.equals(b) : undefined;

expect.addEqualityTesters([areEqualBytes]);
