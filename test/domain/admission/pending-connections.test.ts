import { describe, expect, test } from '@jest/globals';
import { PendingConnections } from '../../../src/domain/admission/pending-connections.js';

const room = (maxGuests: number) => {
  const dismissed: string[] = [];
  return {
    dismissed,
    room: new PendingConnections<string>(maxGuests, (guest) => dismissed.push(guest)),
  };
};

describe('A waiting room', () => {
  test('sends away whoever has waited longest, when one too many comes', () => {
    const { room: waiting, dismissed } = room(2);
    for (const guest of ['a', 'b', 'c', 'd']) {
      waiting.add(guest);
    }
    expect(dismissed).toEqual(['a', 'b']);
    expect(waiting.size).toBe(2);
  });

  test('has room again when one has left', () => {
    const { room: waiting, dismissed } = room(2);
    waiting.add('a');
    waiting.add('b');
    waiting.remove('a');
    waiting.add('c');
    expect(dismissed).toEqual([]);
    waiting.add('d');
    expect(dismissed).toEqual(['b']);
  });

  test('makes room when asked, if there is somebody to send away', () => {
    const { room: waiting, dismissed } = room(2);
    waiting.add('a');
    expect(waiting.evictOldest()).toBe(true);
    expect(waiting.evictOldest()).toBe(false);
    expect(dismissed).toEqual(['a']);
  });

  test('takes no notice when a guest leaves twice, or one that never came', () => {
    const { room: waiting } = room(2);
    waiting.add('a');
    waiting.remove('a');
    waiting.remove('a');
    waiting.remove('b');
    expect(waiting.size).toBe(0);
  });

  test('has sent a guest away before it hears of it', () => {
    const sizes: number[] = [];
    const waiting: PendingConnections<string> = new PendingConnections(0, () =>
      sizes.push(waiting.size),
    );
    waiting.add('a');
    expect(sizes).toEqual([0]);
  });
});
