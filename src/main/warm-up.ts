import { JsonRpcServer } from '../adapters/json-rpc/json-rpc-server.js';
import type { MessageTransport } from '../adapters/json-rpc/message-transport.js';
import { NoAuditLog } from '../adapters/logging/no-audit-log.js';
import { NoMetrics } from '../adapters/metrics/no-metrics.js';
import { InMemorySessionStore } from '../adapters/storage/in-memory-session-store.js';
import { NoTracing } from '../adapters/tracing/no-tracing.js';
import { createUseCases } from '../application/create-use-cases.js';
import type { Limits } from '../application/limits/limits.js';
import type { Ports } from '../application/ports.js';
import { silentLogger } from './silent-logger.js';

const INITIALIZE = { id: 1, method: 'initialize', params: { clientName: 'warm-up' } };
/** What is sent when that is answered. */
const START = [
  { method: 'initialized' },
  {
    id: 2,
    method: 'process/start',
    params: {
      processId: 'echo',
      argv: ['echo'],
      cwd: 'file:///',
      env: { PATH: '/usr/bin:/bin' },
      tty: false,
      pipeStdin: true,
    },
  },
];

/**
 * Runs `echo` once as a client would, so that V8 has compiled what a start, output and an end take before the first client asks
 * for them. A JSON-RPC server of its own over the same process runner serves it: no log, metric, trace or session tells of it.
 *
 * Resolves when it is over, however it went: what is amiss shows at the start of a client.
 */
export const warmUp = async (ports: Ports, limits: Limits): Promise<void> => {
  const silent: Ports = {
    ...ports,
    auditLog: new NoAuditLog(),
    logger: silentLogger,
    metrics: new NoMetrics(),
    tracing: new NoTracing(),
    sessionStore: new InMemorySessionStore(),
  };
  const useCases = createUseCases(silent, limits, 'pause');
  const client = new WarmUpClient();
  await new Promise<void>((resolve) => {
    new JsonRpcServer(useCases, silent, limits).serve(client, resolve);
    client.begin();
  });
  useCases.endAllSessions.execute();
};

/** A client that initializes, starts a process, and ends with it or with the first error. */
class WarmUpClient implements MessageTransport {
  readonly source = 'JSON-RPC message of the warm-up';
  readonly unsentBytes = 0;
  #onMessage: (message: Buffer) => void = () => undefined;
  #onEnd: () => void = () => undefined;

  /** Call it once when the transport is served. */
  begin(): void {
    this.#request(INITIALIZE);
  }

  send(message: string | Buffer): void {
    const { id, error, method } = JSON.parse(message.toString());
    if (error !== undefined || method === 'process/closed') {
      setImmediate(() => this.#onEnd());
    } else if (id === INITIALIZE.id) {
      setImmediate(() => START.forEach(this.#request));
    }
  }

  onMessage(listener: (message: string | Buffer) => void): void {
    this.#onMessage = listener;
  }

  onEnd(listener: () => void): void {
    this.#onEnd = listener;
  }

  requestAck(onAck: () => void): void {
    setImmediate(onAck);
  }

  async probe(): Promise<boolean> {
    return true;
  }

  terminate(): void {
    this.#onEnd();
  }

  pause(): void {
    // Two messages are all there is.
  }

  resume(): void {
    // Nothing was stopped.
  }

  onDrain(): void {
    // Never called: every message is taken at once.
  }

  readonly #request = (message: object): void =>
    this.#onMessage(Buffer.from(JSON.stringify(message)));
}
