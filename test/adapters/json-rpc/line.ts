import { WebSocket } from 'ws';
import type { JsonRpcServer } from '../../../src/adapters/json-rpc/json-rpc-server.js';
import { linkedTransports } from '../../../src/testing/linked-transports.js';
import { CLOSED, MessageQueue } from './message-queue.js';

/** A client's end of a connection, by whatever transport. */
export interface Line {
  /** How the server names messages that come by this line. */
  readonly source: string;
  send(message: string | Buffer): void;
  readonly received: MessageQueue;
  hangUp(): void;
}

export const linkedLine = (jsonRpc: JsonRpcServer): Line => {
  const [server, client] = linkedTransports();
  const received = new MessageQueue();
  client.onMessage((message) => received.push(message.toString()));
  client.onEnd(() => received.push(CLOSED));
  jsonRpc.serve(server);
  return {
    source: server.source,
    send: (message) => client.send(message),
    received,
    hangUp: () => client.terminate(),
  };
};

/** Resolves when the WebSocket is open. */
export const websocketLine = async (url: string): Promise<Line> => {
  const websocket = new WebSocket(url);
  const received = new MessageQueue();
  websocket.on('message', (data: Buffer, isBinary) =>
    received.push(isBinary ? 'a binary message' : data.toString()),
  );
  websocket.on('close', () => received.push(CLOSED));
  websocket.on('error', () => undefined);
  const port = await new Promise<number | undefined>((resolve, reject) => {
    websocket.once('error', reject);
    websocket.once('upgrade', ({ socket }) =>
      websocket.once('open', () => resolve(socket.localPort)),
    );
  });
  return {
    source: `websocket JSON-RPC message from exec-server websocket 127.0.0.1:${port}`,
    send: (message) => websocket.send(message),
    received,
    hangUp: () => websocket.terminate(),
  };
};
