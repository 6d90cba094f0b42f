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
const INITIALIZED = { method: 'initialized' };
/** V8 compiles a function at its first call; a second one spares the first client a third of the processor time of its start. */
const STARTS = 2;
const start = (id: number): object => ({
  id,
  method: 'process/start',
  params: {
    processId: `echo ${id}`,
    argv: ['echo'],
    cwd: 'file:///',
    env: { PATH: '/usr/bin:/bin' },
    tty: false,
    pipeStdin: true,
  },
});

/**
 * Runs `echo` twice as a client would, so that V8 has compiled what a start, output and an end take before the first client asks
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

/** A client that initializes, starts one process after the other, and ends with the last or with the first error. */
class WarmUpClient implements MessageTransport {
  readonly source = 'JSON-RPC message of the warm-up';
  readonly unsentBytes = 0;
  #onMessage: (message: Buffer) => void = () => undefined;
  #onEnd: () => void = () => undefined;
  #started = 0;

  /** Call it once when the transport is served. */
  begin(): void {
    this.#request(INITIALIZE);
  }

  send(message: string | Buffer): void {
    const { id, error, method } = JSON.parse(message.toString());
    if (error !== undefined || (method === 'process/closed' && this.#started === STARTS)) {
      setImmediate(() => this.#onEnd());
    } else if (id === INITIALIZE.id) {
      setImmediate(() => {
        this.#request(INITIALIZED);
        this.#startNext();
      });
    } else if (method === 'process/closed') {
      setImmediate(() => this.#startNext());
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
    // A few messages are all there is.
  }

  resume(): void {
    // Nothing was stopped.
  }

  onDrain(): void {
    // Never called: every message is taken at once.
  }

  #startNext(): void {
    this.#started += 1;
    this.#request(start(INITIALIZE.id + this.#started));
  }

  #request(message: object): void {
    this.#onMessage(Buffer.from(JSON.stringify(message)));
  }
}
