import { expect } from '@jest/globals';

/** Jest compares byte by byte, by the name of each index: a second for 500 kB. */
const areEqualBytes = (a, b) =>
  Buffer.isBuffer(a) && Buffer.isBuffer(b) ? a.equals(b) : undefined;

expect.addEqualityTesters([areEqualBytes]);

// As Node has it. Jest has 100, and makes an error in each call of `expect` and `test`, which takes a tenth of the time of a unit test.
Error.stackTraceLimit = 10;
