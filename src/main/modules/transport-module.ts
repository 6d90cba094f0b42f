import { ContainerModule } from 'inversify';
import { HttpListener } from '../../adapters/http/http-listener.js';
import { JsonRpcServer } from '../../adapters/json-rpc/json-rpc-server.js';
import { WebSocketAcceptor } from '../../adapters/websocket/websocket-acceptor.js';
import { PARTS, PORTS } from '../tokens.js';

/** The ways in: HTTP, WebSocket and JSON-RPC. */
export const transportModule = new ContainerModule(({ bind }) => {
  bind(PARTS.jsonRpcServer).toResolvedValue(
    (useCases, clock, limits, logger) => new JsonRpcServer(useCases, clock, limits, logger),
    [PARTS.useCases, PORTS.clock, PARTS.limits, PORTS.logger],
  );
  bind(PARTS.webSocketAcceptor).toResolvedValue(
    (jsonRpc, limits, logger) => new WebSocketAcceptor(jsonRpc, limits, logger),
    [PARTS.jsonRpcServer, PARTS.limits, PORTS.logger],
  );
  bind(PARTS.httpListener).toResolvedValue(
    (acceptor, admission, allowedHosts, limits) =>
      new HttpListener(
        {
          admission,
          allowedHosts,
          accept: (request, socket, head) => acceptor.accept(request, socket, head),
        },
        limits,
      ),
    [PARTS.webSocketAcceptor, PARTS.admission, PARTS.allowedHosts, PARTS.limits],
  );
});
