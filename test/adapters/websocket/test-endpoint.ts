import { EventEmitter, once } from 'node:events';
import { jest } from '@jest/globals';
import { HttpListener } from '../../../src/adapters/http-server/http-listener.js';
import type { MessageTransport } from '../../../src/adapters/json-rpc/message-transport.js';
import { WebSocketAcceptor } from '../../../src/adapters/websocket/websocket-acceptor.js';
import { type TestServer, type TestServerOptions, testServer } from '../json-rpc/test-server.js';

/** How long to wait for what should happen at once, on a machine that is busy otherwise. */
const PATIENCE_MS = 60_000;

/** A server that listens on a port of its own. */
export interface TestEndpoint extends TestServer, AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly acceptor: WebSocketAcceptor;
  /** The transports of all connections so far. */
  readonly transports: readonly MessageTransport[];
  /** Resolves at the next end of a connection. Ask before it ends. @throws {AbortError} if not soon. */
  detached(): Promise<void>;
}

/** Resolves when it accepts connections. Dispose of it. */
export const testEndpoint = async (options: TestServerOptions = {}): Promise<TestEndpoint> => {
  const server = testServer(options);
  const events = new EventEmitter();
  const { disconnect } = server.useCases;
  jest.spyOn(disconnect, 'execute').mockImplementation((connection, end) => {
    Object.getPrototypeOf(disconnect).execute.call(disconnect, connection, end);
    events.emit('detached');
  });
  const transports: MessageTransport[] = [];
  const serve = server.jsonRpc.serve.bind(server.jsonRpc);
  jest.spyOn(server.jsonRpc, 'serve').mockImplementation((transport) => {
    transports.push(transport);
    serve(transport);
  });
  const acceptor = new WebSocketAcceptor(server.jsonRpc, server.limits);
  const listener = new HttpListener(
    {
      admission: { execute: async () => ({ outcome: 'granted' }) },
      readiness: () => ({ state: 'ready' }),
      allowedHosts: [],
      accept: (...upgrade) => acceptor.accept(...upgrade),
    },
    server.limits,
    server.harness.ports,
  );
  const { port } = await listener.listen({ host: '127.0.0.1', port: 0 });
  return {
    ...server,
    url: `ws://127.0.0.1:${port}`,
    port,
    acceptor,
    transports,
    detached: async () => {
      await once(events, 'detached', { signal: AbortSignal.timeout(PATIENCE_MS) });
    },
    [Symbol.asyncDispose]: async () => {
      await acceptor.close();
      await listener.close();
    },
  };
};
