import { ContainerModule } from 'inversify';
import { HttpListener } from '../../adapters/http-server/http-listener.js';
import type { AccessControl } from '../../adapters/http-server/http-request-handler.js';
import { toDescription } from '../../adapters/http-server/node-description.js';
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
  bind(PARTS.httpListener).toDynamicValue(({ get }) => {
    const acceptor = get(PARTS.webSocketAcceptor);
    const useCases = get(PARTS.useCases);
    const fleet = get(PARTS.fleet);
    const access: AccessControl = {
      admission: useCases.admitConnection,
      readiness: useCases.checkReadiness,
      allowedHosts: get(PARTS.allowedHosts),
      accept: (...upgrade) => acceptor.accept(...upgrade),
      trustedProxies: fleet?.trustedProxies,
      describeNode: fleet && (() => toDescription(fleet.nodeId, useCases.describeNode.execute())),
    };
    return new HttpListener(access, get(PARTS.limits), get(PORTS.logger));
  });
});
