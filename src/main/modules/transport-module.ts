import { ContainerModule } from 'inversify';
import { HttpListener } from '../../adapters/http-server/http-listener.js';
import { JsonRpcServer } from '../../adapters/json-rpc/json-rpc-server.js';
import { WebSocketAcceptor } from '../../adapters/websocket/websocket-acceptor.js';
import { PARTS, PORTS } from '../tokens.js';

/** Binds the transports: HTTP, WebSocket and JSON-RPC. */
export const transportModule = new ContainerModule(({ bind }) => {
  bind(PARTS.jsonRpcServer).toResolvedValue(
    (useCases, host, clock, limits, logger) =>
      new JsonRpcServer(useCases, host, clock, limits, logger),
    [PARTS.useCases, PORTS.hostInformation, PORTS.clock, PARTS.limits, PORTS.logger],
  );
  bind(PARTS.webSocketAcceptor).toResolvedValue(
    (jsonRpc, limits) => new WebSocketAcceptor(jsonRpc, limits),
    [PARTS.jsonRpcServer, PARTS.limits],
  );
  bind(PARTS.httpListener).toResolvedValue(
    (acceptor, useCases, allowedHosts, limits, logger) =>
      new HttpListener(
        {
          admission: useCases.admitConnection,
          readiness: useCases.checkReadiness,
          allowedHosts,
          accept: (...upgrade) => acceptor.accept(...upgrade),
        },
        limits,
        logger,
      ),
    [PARTS.webSocketAcceptor, PARTS.useCases, PARTS.allowedHosts, PARTS.limits, PORTS.logger],
  );
});
