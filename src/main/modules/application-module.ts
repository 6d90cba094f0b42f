import { ContainerModule, type ServiceIdentifier } from 'inversify';
import { createUseCases } from '../../application/create-use-cases.js';
import type { Ports } from '../../application/ports.js';
import { PARTS, PORTS } from '../tokens.js';

/** Binds all use-cases, over the adapters to which the ports are bound. */
export const applicationModule = new ContainerModule(({ bind }) => {
  bind(PARTS.useCases).toDynamicValue((context) =>
    createUseCases(
      portsOf(context.get),
      context.get(PARTS.limits),
      context.get(PARTS.overflowPolicy),
    ),
  );
});

/** All ports, as they are bound. */
export const portsOf = (get: <T>(port: ServiceIdentifier<T>) => T): Ports => ({
  auditLog: get(PORTS.auditLog),
  authenticator: get(PORTS.authenticator),
  clock: get(PORTS.clock),
  configurationFormat: get(PORTS.configurationFormat),
  fileSystems: get(PORTS.fileSystems),
  hostInformation: get(PORTS.hostInformation),
  hostResolver: get(PORTS.hostResolver),
  httpClient: get(PORTS.httpClient),
  idGenerator: get(PORTS.idGenerator),
  logger: get(PORTS.logger),
  manifestFormat: get(PORTS.manifestFormat),
  metadataFormat: get(PORTS.metadataFormat),
  metrics: get(PORTS.metrics),
  networkProxies: get(PORTS.networkProxies),
  pathWatcher: get(PORTS.pathWatcher),
  processRunner: get(PORTS.processRunner),
  sessionStore: get(PORTS.sessionStore),
  tracing: get(PORTS.tracing),
});
