import { expect, test } from '@jest/globals';
import { capConnectionsToOpenFileLimit } from '../../src/main/connection-limits.js';

test.each([
  [Number.POSITIVE_INFINITY, 10_000, 1000],
  [20_000, 10_000, 1000],
  [1024, 512, 256],
  [1, 1, 1],
])(
  'capConnectionsToOpenFileLimit with %d descriptors allows %d connections, %d of them pending',
  (descriptors, maxConnections, maxPendingConnections) => {
    const limits = { maxConnections: 10_000, maxPendingConnections: 1000, maxSessions: 7 };
    expect(capConnectionsToOpenFileLimit(limits, descriptors)).toEqual({
      maxConnections,
      maxPendingConnections,
      maxSessions: 7,
    });
  },
);
