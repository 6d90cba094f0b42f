import { JsonRpcServer } from '../../../src/adapters/json-rpc/json-rpc-server.js';
import { DEFAULT_LIMITS, type Limits } from '../../../src/application/limits/limits.js';
import type { Ports } from '../../../src/application/ports.js';
import type { UseCases } from '../../../src/application/use-cases.js';
import { UseCaseHarness } from '../../support/use-case-harness.js';

/** What a test wants to be different. */
export interface TestServerOptions {
  readonly limits?: Partial<Limits>;
  readonly useCases?: Partial<UseCases>;
  readonly ports?: Partial<Ports>;
}

/** A JSON-RPC server over real use-cases and fakes of the ports. */
export interface TestServer {
  readonly jsonRpc: JsonRpcServer;
  readonly useCases: UseCases;
  readonly limits: Limits;
  readonly harness: UseCaseHarness;
}

export const testServer = (options: TestServerOptions = {}): TestServer => {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const harness = new UseCaseHarness(limits, 'pause', options.ports);
  const useCases = { ...harness.useCases, ...options.useCases };
  return {
    jsonRpc: new JsonRpcServer(useCases, harness.ports, limits),
    useCases,
    limits,
    harness,
  };
};
