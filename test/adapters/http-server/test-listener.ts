import { HttpListener } from '../../../src/adapters/http-server/http-listener.js';
import type { AccessControl } from '../../../src/adapters/http-server/http-request-handler.js';
import { DEFAULT_LIMITS, type Limits } from '../../../src/application/limits/limits.js';
import { RecordingAuditLog } from '../../fakes/recording-audit-log.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';
import { RecordingMetrics } from '../../fakes/recording-metrics.js';
import { HttpClient } from './http-client.js';

/** A listener whose upgrades end in a reply that says so. */
export interface TestListener extends AsyncDisposable {
  readonly listener: HttpListener;
  readonly port: number;
  readonly logger: RecordingLogger;
  readonly metrics: RecordingMetrics;
  readonly auditLog: RecordingAuditLog;
  connect(): Promise<HttpClient>;
}

/** What the test listener answers where a real one opens a WebSocket. */
export const ACCEPTED = { status: 299, body: 'a WebSocket' };

/** Access control that grants every client. */
export const OPEN_ACCESS: AccessControl = {
  admission: { execute: async () => ({ outcome: 'granted' }) },
  readiness: () => ({ state: 'ready' }),
  allowedHosts: [],
  accept: () => ACCEPTED,
};

/** Resolves when it listens. Dispose of it. */
export const testListener = async (
  limits: Partial<Limits> = {},
  access: Partial<AccessControl> = {},
): Promise<TestListener> => {
  const logger = new RecordingLogger();
  const metrics = new RecordingMetrics();
  const auditLog = new RecordingAuditLog();
  const listener = new HttpListener(
    { ...OPEN_ACCESS, ...access },
    { ...DEFAULT_LIMITS, ...limits },
    { auditLog, logger, metrics },
  );
  const { port } = await listener.listen({ host: '127.0.0.1', port: 0 });
  return {
    listener,
    port,
    logger,
    metrics,
    auditLog,
    connect: () => HttpClient.connect(port),
    [Symbol.asyncDispose]: () => listener.close(),
  };
};

/** The status and body of the answer to a request on a connection of its own. */
export const ask = async (port: number, request: string): Promise<[number, string]> => {
  await using client = await HttpClient.connect(port);
  client.send(request);
  const { status, body } = await client.response();
  return [status, body];
};
