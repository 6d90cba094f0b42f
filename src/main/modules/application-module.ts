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
export const portsOf = (get: <T>(port: ServiceIdentifier<T>) => T): Ports => {
  const bound = Object.entries(PORTS).map(([name, port]) => [name, get<unknown>(port)]);
  // `PORTS` has a token of the type of each port.
  return Object.fromEntries(bound) as Ports;
};
