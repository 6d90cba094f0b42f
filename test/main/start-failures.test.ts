import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { createExecServer, startExecServer } from '../../src/main/exec-server.js';
import { RunningServer } from '../../src/main/running-server.js';
import { StartupError } from '../../src/main/startup-error.js';
import { RecordingLogger } from '../fakes/recording-logger.js';

/** Others could read the metrics there. */
const REFUSED = '0.0.0.0:0';

const messages = ({ lines }: RecordingLogger): string[] => lines.map(({ message }) => message);

afterEach(() => {
  jest.restoreAllMocks();
});

describe('startExecServer', () => {
  test('rejects with the error of the system for an IPv6 address of another host', async () => {
    const options = { listen: 'ws://[2001:db8::1]:0', allowUnauthenticated: true };
    await expect(startExecServer(options)).rejects.toThrow(
      'Address not available (os error 99): ws://[2001:db8::1]:0',
    );
  });

  test('closes without being announced when the address of its metrics fails', async () => {
    let announcements = 0;
    const redis = createServer((socket) => {
      announcements += 1;
      socket.destroy();
    });
    await once(redis.listen(0, '127.0.0.1'), 'listening');
    const announce = `redis://127.0.0.1:${(redis.address() as AddressInfo).port}`;
    const logger = new RecordingLogger();
    const options = { logger, fleet: { nodeId: 'a', announce }, metricsListen: REFUSED };
    await expect(startExecServer(options)).rejects.toThrow(StartupError);
    expect(messages(logger)).toEqual(['listening', 'stopping', 'stopped']);
    redis.close();
    await once(redis, 'close');
    expect(announcements).toBe(0);
  });

  test('stops listening when its announcement fails', async () => {
    jest.spyOn(RunningServer.prototype, 'announce').mockRejectedValue(new Error('no module'));
    const logger = new RecordingLogger();
    await expect(startExecServer({ logger })).rejects.toThrow('no module');
    expect(messages(logger)).toEqual(['listening', 'stopping', 'stopped']);
  });

  test('is closed when it has no listener either', async () => {
    const logger = new RecordingLogger();
    const created = createExecServer({ logger, metricsListen: REFUSED });
    await expect(created).rejects.toThrow(StartupError);
    expect(messages(logger)).toEqual(['stopping', 'stopped']);
  });
});
