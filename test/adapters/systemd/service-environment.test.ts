import { describe, expect, test } from '@jest/globals';
import { takeServiceEnvironment } from '../../../src/adapters/systemd/service-environment.js';

const PID = 42;
const NOTHING = { sockets: [], notifySocket: undefined, watchdogMs: undefined };

describe('takeServiceEnvironment', () => {
  test('reads sockets, the address for messages and the time of the watchdog', () => {
    const variables = {
      LISTEN_PID: '42',
      LISTEN_FDS: '3',
      LISTEN_FDNAMES: 'loopback::exec-server.socket',
      NOTIFY_SOCKET: '/run/systemd/notify',
      WATCHDOG_PID: '42',
      WATCHDOG_USEC: '30000000',
    };
    expect(takeServiceEnvironment(variables, PID)).toEqual({
      sockets: [
        { fd: 3, name: 'loopback' },
        { fd: 4, name: 'unknown' },
        { fd: 5, name: 'exec-server.socket' },
      ],
      notifySocket: '/run/systemd/notify',
      watchdogMs: 30_000,
    });
  });

  test('removes all of it from the variables, and nothing else, also what is for another process', () => {
    for (const pid of ['42', '41']) {
      const variables = {
        PATH: '/bin',
        LISTEN_PID: pid,
        LISTEN_PIDFDID: '1',
        LISTEN_FDS: '1',
        LISTEN_FDNAMES: 'a',
        NOTIFY_SOCKET: '@a',
        WATCHDOG_PID: pid,
        WATCHDOG_USEC: '1',
        LISTEN: 'kept',
      };
      takeServiceEnvironment(variables, PID);
      expect(variables).toEqual({ PATH: '/bin', LISTEN: 'kept' });
    }
  });

  test.each([
    { LISTEN_PID: '41', LISTEN_FDS: '1' },
    { LISTEN_PID: '', LISTEN_FDS: '1' },
    { LISTEN_FDS: '1' },
    { LISTEN_PID: '41', LISTEN_FDS: 'nonsense' },
    { LISTEN_PID: '42' },
    { LISTEN_PID: '42', LISTEN_FDS: '0' },
    { WATCHDOG_PID: '41', WATCHDOG_USEC: '1000' },
    { WATCHDOG_USEC: '0' },
    { WATCHDOG_USEC: '18446744073709551615' },
    { WATCHDOG_USEC: 'soon' },
    { NOTIFY_SOCKET: '' },
    {},
  ])('takes %j as saying nothing to this process', (variables) => {
    expect(takeServiceEnvironment(variables, PID)).toEqual(NOTHING);
  });

  test('counts a watchdog without a pid as one of this process', () => {
    expect(takeServiceEnvironment({ WATCHDOG_USEC: '1000' }, PID).watchdogMs).toBe(1);
  });

  test.each(['-1', 'nonsense', '', '1000', '1.5'])(
    'refuses %j as the number of sockets',
    (count) => {
      const variables = { LISTEN_PID: '42', LISTEN_FDS: count };
      expect(() => takeServiceEnvironment(variables, PID)).toThrow(
        `LISTEN_FDS=${count} is no number`,
      );
    },
  );
});
