import { once } from 'node:events';
import { WebSocket } from 'ws';
import { HttpListener } from '../../../src/adapters/http-server/http-listener.js';
import type { JsonRpcServer } from '../../../src/adapters/json-rpc/json-rpc-server.js';
import type { MessageTransport } from '../../../src/adapters/json-rpc/message-transport.js';
import { WebSocketAcceptor } from '../../../src/adapters/websocket/websocket-acceptor.js';
import { DEFAULT_LIMITS } from '../../../src/application/limits/limits.js';
import { messageTransportContract } from '../../contracts/message-transport-contract.js';
import { SILENT } from '../../support/silent-ports.js';

messageTransportContract('WebSocketTransport', async () => {
  let accept: (transport: MessageTransport) => void;
  const accepted = new Promise<MessageTransport>((resolve) => {
    accept = resolve;
  });
  const jsonRpc = { serve: (transport: MessageTransport) => accept(transport) };
  const acceptor = new WebSocketAcceptor(jsonRpc as unknown as JsonRpcServer, DEFAULT_LIMITS);
  const listener = new HttpListener(
    {
      admission: { execute: async () => ({ outcome: 'granted' }) },
      readiness: () => ({ state: 'ready' }),
      allowedHosts: [],
      accept: (...upgrade) => acceptor.accept(...upgrade),
    },
    DEFAULT_LIMITS,
    SILENT,
  );
  const { port } = await listener.listen({ host: '127.0.0.1', port: 0 });
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  const arrived: string[] = [];
  client.on('message', (message) => arrived.push(message.toString()));
  const peerEnded = once(client, 'close').then(() => undefined);
  await once(client, 'open');
  return {
    transport: await accepted,
    arrived,
    sendBack: (message) => client.send(message),
    hangUp: () => client.terminate(),
    peerEnded,
    dispose: async () => {
      client.terminate();
      await acceptor.close();
      await listener.close();
    },
  };
});
