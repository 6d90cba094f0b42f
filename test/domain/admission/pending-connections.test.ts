import { describe, expect, test } from '@jest/globals';
import { WaitingRoom } from '../../../src/domain/admission/pending-connections.js';

const room = (maxGuests: number) => {
  const dismissed: string[] = [];
  return { dismissed, room: new WaitingRoom<string>(maxGuests, (guest) => dismissed.push(guest)) };
};

describe('A waiting room', () => {
  test('sends away whoever has waited longest, when one too many comes', () => {
    const { room: waiting, dismissed } = room(2);
    for (const guest of ['a', 'b', 'c', 'd']) waiting.enter(guest);
    expect(dismissed).toEqual(['a', 'b']);
    expect(waiting.size).toBe(2);
  });

  test('has room again when one has left', () => {
    const { room: waiting, dismissed } = room(2);
    waiting.enter('a');
    waiting.enter('b');
    waiting.leave('a');
    waiting.enter('c');
    expect(dismissed).toEqual([]);
    waiting.enter('d');
    expect(dismissed).toEqual(['b']);
  });

  test('makes room when asked, if there is somebody to send away', () => {
    const { room: waiting, dismissed } = room(2);
    waiting.enter('a');
    expect(waiting.dismissOldest()).toBe(true);
    expect(waiting.dismissOldest()).toBe(false);
    expect(dismissed).toEqual(['a']);
  });

  test('takes no notice when a guest leaves twice, or one that never came', () => {
    const { room: waiting } = room(2);
    waiting.enter('a');
    waiting.leave('a');
    waiting.leave('a');
    waiting.leave('b');
    expect(waiting.size).toBe(0);
  });

  test('has sent a guest away before it hears of it', () => {
    const sizes: number[] = [];
    const waiting: WaitingRoom<string> = new WaitingRoom(0, () => sizes.push(waiting.size));
    waiting.enter('a');
    expect(sizes).toEqual([0]);
  });
});
