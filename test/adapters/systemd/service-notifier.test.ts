import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Sent } from '../../../src/adapters/systemd/notify-socket.js';
import { ServiceNotifier } from '../../../src/adapters/systemd/service-notifier.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

const ENOENT = 2;

let sent: string[];
let result: Sent;
let logger: RecordingLogger;
let notifier: ServiceNotifier;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['hrtime'] });
  sent = [];
  result = 'sent';
  logger = new RecordingLogger();
  notifier = new ServiceNotifier((datagram) => {
    if (result === 'sent') {
      sent.push(datagram);
    }
    return result;
  }, logger);
});

afterEach(() => {
  jest.useRealTimers();
});

describe('ServiceNotifier', () => {
  test('tells that the service is ready, reloads, is ready again and stops', () => {
    notifier.ready('listening on ws://127.0.0.1:1');
    const before = process.hrtime.bigint() / 1000n;
    notifier.reloading();
    const after = process.hrtime.bigint() / 1000n;
    notifier.ready('again');
    notifier.stopping('stopping');
    const [reloading = ''] = sent.splice(1, 1);
    expect(sent).toEqual([
      'READY=1\nSTATUS=listening on ws://127.0.0.1:1',
      'READY=1\nSTATUS=again',
      'STOPPING=1\nSTATUS=stopping',
    ]);
    const [, time = ''] = /^RELOADING=1\nMONOTONIC_USEC=([0-9]+)$/.exec(reloading) ?? [];
    expect(BigInt(time)).toBeGreaterThanOrEqual(before);
    expect(BigInt(time)).toBeLessThanOrEqual(after);
  });

  test('is not ready again when a reload ends after the stop has begun', () => {
    notifier.reloading();
    notifier.stopping('draining');
    notifier.ready('again');
    notifier.reloading();
    notifier.stopping('stopping');
    expect(sent.slice(1)).toEqual(['STOPPING=1\nSTATUS=draining', 'STOPPING=1\nSTATUS=stopping']);
  });

  test('is heard at once, and then at half of the time after which the service is ended', () => {
    notifier.watch(3000);
    expect(sent).toEqual(['WATCHDOG=1']);
    jest.advanceTimersByTime(1499);
    expect(sent).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(sent).toHaveLength(2);
    notifier.stopping('draining');
    jest.advanceTimersByTime(6000);
    expect(sent.filter((datagram) => datagram === 'WATCHDOG=1')).toHaveLength(6);
  });

  test('is heard rarely, not always, with a time beyond that of a timer of Node', () => {
    notifier.watch(2 ** 33);
    jest.advanceTimersByTime(1000);
    expect(sent).toEqual(['WATCHDOG=1']);
  });

  test('keeps messages in order, and one ping, while the receiver is busy', () => {
    result = 'busy';
    notifier.watch(100);
    notifier.ready('a');
    notifier.stopping('b');
    jest.advanceTimersByTime(1000);
    expect(sent).toEqual([]);
    result = 'sent';
    jest.advanceTimersByTime(40);
    expect(sent).toEqual([]);
    jest.advanceTimersByTime(60);
    expect(sent.slice(0, 3)).toEqual(['WATCHDOG=1', 'READY=1\nSTATUS=a', 'STOPPING=1\nSTATUS=b']);
    expect(logger.lines).toEqual([]);
  });

  test('logs once that it is not heard, and keeps nothing for later', () => {
    result = { errno: ENOENT };
    notifier.ready('a');
    notifier.stopping('b');
    expect(logger.lines).toEqual([
      {
        level: 'warn',
        message: 'notifying the service manager failed',
        fields: { cause: 'ENOENT' },
      },
    ]);
    result = 'sent';
    jest.advanceTimersByTime(1000);
    expect(sent).toEqual([]);
  });
});
