import { ContainerModule, type ResolutionContext } from 'inversify';
import { HttpListener } from '../../adapters/http-server/http-listener.js';
import type { AccessControl } from '../../adapters/http-server/http-request-handler.js';
import { toDescription } from '../../adapters/http-server/node-guard.js';
import { JsonRpcServer } from '../../adapters/json-rpc/json-rpc-server.js';
import { WebSocketAcceptor } from '../../adapters/websocket/websocket-acceptor.js';
import { metricsAdmission } from '../listening/metrics-endpoint.js';
import { PARTS } from '../tokens.js';
import { portsOf } from './application-module.js';

/** Binds the transports: HTTP, WebSocket and JSON-RPC. */
export const transportModule = new ContainerModule(({ bind }) => {
  bind(PARTS.jsonRpcServer).toDynamicValue(
    ({ get }) => new JsonRpcServer(get(PARTS.useCases), portsOf(get), get(PARTS.limits)),
  );
  bind(PARTS.webSocketAcceptor).toResolvedValue(
    (jsonRpc, limits) => new WebSocketAcceptor(jsonRpc, limits),
    [PARTS.jsonRpcServer, PARTS.limits],
  );
  bind(PARTS.httpListener).toDynamicValue((context) => {
    const acceptor = context.get(PARTS.webSocketAcceptor);
    const fleet = context.get(PARTS.fleet);
    const { describeNode } = context.get(PARTS.useCases);
    return listener(context, {
      ...readAccess(context),
      trustedProxies: fleet?.trustedProxies,
      describeNode: fleet && (() => toDescription(fleet.nodeId, describeNode.execute())),
      accept: (...upgrade) => acceptor.accept(...upgrade),
      metrics: context.get(PARTS.servesMetrics) ? context.get(PARTS.metricsPage) : undefined,
    });
  });
  bind(PARTS.metricsListener).toDynamicValue((context) => {
    const { admission, ...access } = readAccess(context);
    return listener(context, {
      ...access,
      admission: metricsAdmission(context.get(PARTS.metricsAreOpen), admission),
      metrics: context.get(PARTS.metricsPage),
    });
  });
});

const readAccess = ({ get }: ResolutionContext): Omit<AccessControl, 'accept' | 'metrics'> => {
  const { admitConnection, checkReadiness } = get(PARTS.useCases);
  const acceptor = get(PARTS.webSocketAcceptor);
  return {
    admission: admitConnection,
    readiness: () => checkReadiness.execute(acceptor.canAccept),
    allowedHosts: get(PARTS.allowedHosts),
  };
};

const listener = ({ get }: ResolutionContext, access: AccessControl): HttpListener =>
  new HttpListener(access, get(PARTS.limits), portsOf(get));
