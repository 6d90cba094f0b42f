import { expect, test } from '@jest/globals';
import { daemonEnvironment } from '../../../src/cli/daemon/start-daemon.js';

test('a daemon of the command line does not speak for the service of systemd that it is started in', () => {
  const kept = { PATH: '/bin', EXEC_SERVER_LOG_LEVEL: 'debug', NOTIFY_SOCKETS: 'mine' };
  const environment = daemonEnvironment({
    ...kept,
    NOTIFY_SOCKET: '/run/systemd/notify',
    WATCHDOG_PID: '1',
    WATCHDOG_USEC: '1',
    LISTEN_PID: '1',
    LISTEN_PIDFDID: '1',
    LISTEN_FDS: '1',
    LISTEN_FDNAMES: 'a',
  });
  expect(environment).toEqual(kept);
});

test('a daemon of the command line takes no option that contradicts its own, such as another token', () => {
  const environment = daemonEnvironment({
    EXEC_SERVER_WS_TOKEN_FILE: 'token',
    EXEC_SERVER_LISTEN: 'ws://0.0.0.0:1',
    EXEC_SERVER_TOKEN: 'secret',
    CODEX_EXEC_SERVER_EXIT_ON_STDIN_CLOSE: 'true',
  });
  expect(environment).toEqual({});
});

test('a daemon of the command line is no node of a fleet, and reads no file of options', () => {
  const environment = daemonEnvironment({
    EXEC_SERVER_ANNOUNCE: 'redis://redis.example',
    EXEC_SERVER_ADVERTISE: 'ws://node.example:1',
    EXEC_SERVER_NODE_ID: 'node-1',
    EXEC_SERVER_TRUSTED_PROXY: '10.0.0.1',
    EXEC_SERVER_CONFIG: '/etc/exec-server.toml',
  });
  expect(environment).toEqual({});
});
