import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Heartbeats } from '../../../src/adapters/websocket/heartbeats.js';
import type { OrderedWebSocket } from '../../../src/adapters/websocket/ordered-web-socket.js';
import type { ConnectionLimits } from '../../../src/application/limits/connection-limits.js';
import { DEFAULT_LIMITS } from '../../../src/application/limits/limits.js';

const SECOND = 1000;

class Peer {
  writableLength = 0;
  bytesWritten = 0;
  bytesRead = 0;
}

const heartbeatsOf = (limits: Partial<ConnectionLimits> = {}) =>
  new Heartbeats({ ...DEFAULT_LIMITS, ...limits });

const watch = (heartbeats = heartbeatsOf()) => {
  const websocket = Object.assign(new EventEmitter(), { ping: jest.fn() });
  const peer = new Peer();
  const onSilent = jest.fn();
  heartbeats.watch(websocket as unknown as OrderedWebSocket, peer as unknown as Socket, onSilent);
  return { websocket, peer, onSilent };
};

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('Heartbeats', () => {
  test('reports a silent peer 15 s after its last byte, not within 12 s', () => {
    const { peer, onSilent } = watch();
    jest.advanceTimersByTime(SECOND);
    peer.bytesRead += 1;
    jest.advanceTimersByTime(11 * SECOND);
    expect(onSilent).not.toHaveBeenCalled();
    jest.advanceTimersByTime(4 * SECOND);
    expect(onSilent).toHaveBeenCalled();
  });

  test('accepts a pause of 10 s at any moment', () => {
    for (let start = 0; start < 3 * SECOND; start += 100) {
      const { peer, onSilent } = watch();
      jest.advanceTimersByTime(start);
      peer.bytesRead += 1;
      jest.advanceTimersByTime(10 * SECOND);
      peer.bytesRead += 1;
      expect(onSilent).not.toHaveBeenCalled();
    }
  });

  test('pings an idle peer and accepts its pongs for 10 minutes', () => {
    const { websocket, peer, onSilent } = watch();
    websocket.ping.mockImplementation(() => {
      peer.bytesRead += 2;
    });
    jest.advanceTimersByTime(600 * SECOND);
    expect(websocket.ping).toHaveBeenCalled();
    expect(onSilent).not.toHaveBeenCalled();
  });

  test('does not ping a peer from which something came since the last interval', () => {
    const { websocket, peer } = watch();
    for (let seconds = 0; seconds < 60; seconds += 1) {
      peer.bytesRead += 1;
      jest.advanceTimersByTime(SECOND);
    }
    expect(websocket.ping).not.toHaveBeenCalled();
    jest.advanceTimersByTime(4 * SECOND);
    expect(websocket.ping).toHaveBeenCalled();
  });

  test('pings before it reports, when the timeout is as short as may be', () => {
    const limits = { pingIntervalMs: SECOND, peerTimeoutMs: SECOND };
    const { websocket, onSilent } = watch(heartbeatsOf(limits));
    jest.advanceTimersByTime(2 * SECOND);
    expect(websocket.ping).toHaveBeenCalledTimes(1);
    expect(onSilent).not.toHaveBeenCalled();
    jest.advanceTimersByTime(SECOND);
    expect(onSilent).toHaveBeenCalledTimes(1);
  });

  test('accepts a slow peer that reads for a minute without sending', () => {
    const { peer, onSilent } = watch();
    peer.writableLength = 1_000_000;
    peer.bytesWritten = 1_000_000;
    for (let seconds = 0; seconds < 60; seconds += 1) {
      peer.writableLength -= 10_000;
      jest.advanceTimersByTime(SECOND);
    }
    expect(onSilent).not.toHaveBeenCalled();
  });

  test('does not take its own pings for progress', () => {
    const { websocket, peer, onSilent } = watch();
    websocket.ping.mockImplementation(() => {
      peer.bytesWritten += 2;
    });
    jest.advanceTimersByTime(15 * SECOND);
    expect(onSilent).toHaveBeenCalled();
  });

  test('has one timer, which stops with the last connection', () => {
    const heartbeats = heartbeatsOf();
    const watched = [watch(heartbeats), watch(heartbeats)];
    expect(jest.getTimerCount()).toBe(1);
    for (const { websocket } of watched) {
      websocket.emit('close');
    }
    expect(jest.getTimerCount()).toBe(0);
    jest.advanceTimersByTime(60 * SECOND);
    for (const { websocket, onSilent } of watched) {
      expect(onSilent).not.toHaveBeenCalled();
      expect(websocket.ping).not.toHaveBeenCalled();
    }
  });

  test('accepts 12 s of silence from a peer that connects shortly before the others are pinged', () => {
    const heartbeats = heartbeatsOf();
    watch(heartbeats);
    jest.advanceTimersByTime(1.9 * SECOND);
    const { onSilent } = watch(heartbeats);
    jest.advanceTimersByTime(12 * SECOND);
    expect(onSilent).not.toHaveBeenCalled();
    jest.advanceTimersByTime(3 * SECOND);
    expect(onSilent).toHaveBeenCalled();
  });

  test('pings a thousand peers within an interval, 64 in each event-loop tick', () => {
    const heartbeats = heartbeatsOf();
    const watched = Array.from({ length: 1000 }, () => watch(heartbeats));
    const pings = () => watched.filter(({ websocket }) => websocket.ping.mock.calls.length > 0);
    jest.advanceTimersByTime(4 * SECOND - 1);
    expect(pings()).toHaveLength(0);
    jest.advanceTimersToNextTimer();
    expect(pings()).toHaveLength(64);
    jest.advanceTimersToNextTimer();
    expect(pings()).toHaveLength(128);
    jest.advanceTimersByTime(SECOND);
    expect(pings()).toHaveLength(1000);
  });
});
