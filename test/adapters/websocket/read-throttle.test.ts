import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, jest, test } from '@jest/globals';
import type { WebSocket } from 'ws';
import { RoundRobinScheduler } from '../../../src/adapters/shared/round-robin-scheduler.js';
import { ReadThrottle } from '../../../src/adapters/websocket/read-throttle.js';

const KIB = 1024;

const setUp = () => {
  const socket = new EventEmitter();
  const websocket = { pause: jest.fn(), resume: jest.fn() };
  const scheduler = new RoundRobinScheduler();
  const turns: (() => void)[] = [];
  jest.spyOn(scheduler, 'enqueue').mockImplementation((turn) => turns.push(turn));
  const frames = { isWithinFrame: false };
  const throttle = new ReadThrottle(
    websocket as unknown as WebSocket,
    socket as Socket,
    frames,
    scheduler,
  );
  return {
    websocket,
    throttle,
    nextTurn: () => turns.shift()?.(),
    /** Returns how often it has paused by then. */
    read: (kib: number, isWithinFrame = false): number => {
      frames.isWithinFrame = isWithinFrame;
      socket.emit('data', Buffer.alloc(kib * KIB));
      return websocket.pause.mock.calls.length;
    },
  };
};

/** The chunk after which it yields first, counted from 1. */
const firstYield = (read: () => number): number => {
  for (let count = 1; count <= 1000; count += 1) {
    if (read() > 0) {
      return count;
    }
  }
  return Number.POSITIVE_INFINITY;
};

describe('ReadThrottle', () => {
  test('yields after 64 KiB of frames', () => {
    const { read } = setUp();
    expect(firstYield(() => read(64))).toBe(1);
  });

  test('yields after 512 KiB of one frame', () => {
    const { read } = setUp();
    expect(firstYield(() => read(64, true))).toBe(8);
  });

  test('yields again after 512 KiB of one frame in its next turn', () => {
    const { read, nextTurn, websocket } = setUp();
    firstYield(() => read(64, true));
    nextTurn();
    expect(websocket.resume).toHaveBeenCalledTimes(1);
    websocket.pause.mockClear();
    expect(firstYield(() => read(64, true))).toBe(8);
  });

  test('reads on after less than 64 KiB, behind which nothing waits', () => {
    const { read } = setUp();
    expect(firstYield(() => read(63))).toBe(Number.POSITIVE_INFINITY);
  });

  test('counts anew after less than 64 KiB', () => {
    const { read } = setUp();
    for (let count = 0; count < 7; count += 1) {
      read(64, true);
    }
    read(1, true);
    expect(firstYield(() => read(64, true))).toBe(8);
  });

  test('yields once in a turn', () => {
    const { read } = setUp();
    read(64);
    expect(read(64)).toBe(1);
  });

  test('is not resumed by its next turn while it is paused', () => {
    const { read, nextTurn, throttle, websocket } = setUp();
    read(64);
    throttle.pause();
    nextTurn();
    expect(websocket.resume).not.toHaveBeenCalled();
    throttle.resume();
    expect(websocket.resume).toHaveBeenCalledTimes(1);
  });

  test('is not resumed before its next turn', () => {
    const { read, nextTurn, throttle, websocket } = setUp();
    read(64);
    throttle.pause();
    throttle.resume();
    expect(websocket.resume).not.toHaveBeenCalled();
    nextTurn();
    expect(websocket.resume).toHaveBeenCalledTimes(1);
  });
});
