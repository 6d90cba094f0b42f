import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { startExecServer } from '../../src/main/exec-server.js';
import { linkedTransports } from '../../src/testing/linked-transports.js';
import { CLOSED, MessageQueue } from '../adapters/json-rpc/message-queue.js';
import { RecordingLogger } from '../fakes/recording-logger.js';

const initialize = '{"id":1,"method":"initialize","params":{"clientName":"embedded"}}';

const connect = () => {
  const [transport, client] = linkedTransports();
  const received = new MessageQueue();
  client.onMessage((message) => received.push(message.toString()));
  client.onEnd(() => received.push(CLOSED));
  return { transport, client, received };
};

describe('Transport handed to serve', () => {
  test('is ended by close', async () => {
    const server = await startExecServer();
    const { transport, client, received } = connect();
    server.serve(transport);
    client.send(initialize);
    expect(await received.next()).toContain('sessionId');
    await server.close();
    expect(await received.next()).toBe(CLOSED);
  });

  test('is ended at once when the server has been closed', async () => {
    const server = await startExecServer();
    await server.close();
    const { transport, received } = connect();
    server.serve(transport);
    expect(await received.next()).toBe(CLOSED);
  });

  test('is ended although another transport throws', async () => {
    const logger = new RecordingLogger();
    const server = await startExecServer({ logger });
    const broken = connect();
    const terminate = broken.transport.terminate.bind(broken.transport);
    let isBroken = true;
    server.serve(
      Object.assign(broken.transport, {
        terminate: () => {
          if (isBroken) {
            throw new Error('no way');
          }
          terminate();
        },
      }),
    );
    const { transport, received } = connect();
    server.serve(transport);
    await server.close();
    expect(await received.next()).toBe(CLOSED);
    expect(JSON.stringify(logger)).toContain('closing a transport failed');
    isBroken = false;
    broken.client.terminate();
  });

  test('is not ended again when it has ended before', async () => {
    const server = await startExecServer();
    const { transport, client, received } = connect();
    const endings: unknown[] = [];
    const terminate = transport.terminate.bind(transport);
    Object.assign(transport, {
      terminate: (reason?: string) => {
        endings.push(reason);
        terminate(reason);
      },
    });
    server.serve(transport);
    client.terminate();
    expect(await received.next()).toBe(CLOSED);
    // The server's side is told in the same turn as the client's, behind it.
    await setImmediate();
    await server.close();
    expect(endings).toEqual([undefined]);
  });
});
