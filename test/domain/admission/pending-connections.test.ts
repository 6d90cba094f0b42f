import { describe, expect, test } from '@jest/globals';
import { PendingConnections } from '../../../src/domain/admission/pending-connections.js';

const pendingConnections = (maxPending: number) => {
  const evicted: string[] = [];
  return {
    evicted,
    pending: new PendingConnections<string>(maxPending, (connection) => evicted.push(connection)),
  };
};

describe('PendingConnections', () => {
  test('evicts the oldest connections beyond the limit of 2', () => {
    const { pending, evicted } = pendingConnections(2);
    for (const connection of ['a', 'b', 'c', 'd']) {
      pending.add(connection);
    }
    expect(evicted).toEqual(['a', 'b']);
    expect(pending.size).toBe(2);
  });

  test('evicts nothing while removed connections have made room', () => {
    const { pending, evicted } = pendingConnections(2);
    pending.add('a');
    pending.add('b');
    pending.remove('a');
    pending.add('c');
    expect(evicted).toEqual([]);
    pending.add('d');
    expect(evicted).toEqual(['b']);
  });

  test('evictOldest evicts one connection and returns false when there is none', () => {
    const { pending, evicted } = pendingConnections(2);
    pending.add('a');
    expect(pending.evictOldest()).toBe(true);
    expect(pending.evictOldest()).toBe(false);
    expect(evicted).toEqual(['a']);
  });

  test('ignores a second removal and the removal of an unknown connection', () => {
    const { pending } = pendingConnections(2);
    pending.add('a');
    pending.remove('a');
    pending.remove('a');
    pending.remove('b');
    expect(pending.size).toBe(0);
  });

  test('removes a connection before it reports the eviction', () => {
    const sizes: number[] = [];
    const pending: PendingConnections<string> = new PendingConnections(0, () =>
      sizes.push(pending.size),
    );
    pending.add('a');
    expect(sizes).toEqual([0]);
  });
});
