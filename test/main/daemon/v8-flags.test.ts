import { expect, test } from '@jest/globals';
import { heapGrowthPercent } from '../../../src/main/daemon/v8-flags.js';

const MIB = 1024 * 1024;

test.each([
  [11, 600],
  [127, 600],
  [128, 300],
  [1000, 300],
])('a heap of %i MiB grows by %i %% before all of it is collected', (mib, percent) => {
  expect(heapGrowthPercent(mib * MIB)).toBe(percent);
});
