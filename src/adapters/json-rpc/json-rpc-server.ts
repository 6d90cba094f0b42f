import type { ConnectionLimits } from '../../application/limits/connection-limits.js';
import type { OutputLimits } from '../../application/limits/output-limits.js';
import type { ConnectionTransport, Metrics } from '../../application/ports/metrics.js';
import type { Ports } from '../../application/ports.js';
import type { UseCases } from '../../application/use-cases.js';
import { ackThresholdBytes } from '../../domain/output/flow-control-window.js';
import { SpareBuffer } from '../shared/spare-buffer.js';
import type { EndpointContext } from './endpoint-context.js';
import { osNameOf } from './envelope/error-texts.js';
import { withExtensions } from './extension-methods.js';
import { JsonRpcEndpoint } from './json-rpc-endpoint.js';
import type { MessageTransport } from './message-transport.js';
import { methodTable } from './method-table.js';
import { OutputNotificationEncoder } from './notifications/output-notification.js';
import { requestObserver } from './observed-request.js';

/** The ports that serving clients takes. */
export type ServerPorts = Pick<
  Ports,
  'auditLog' | 'hostInformation' | 'clock' | 'logger' | 'metrics' | 'tracing'
>;

/** Serves clients over any `MessageTransport`. */
export class JsonRpcServer {
  readonly #context: EndpointContext;
  readonly #metrics: Metrics;

  constructor(
    useCases: UseCases,
    { auditLog, hostInformation, clock, logger, metrics, tracing }: ServerPorts,
    limits: ConnectionLimits & OutputLimits,
  ) {
    this.#metrics = metrics;
    const osName = (): string => osNameOf(hostInformation.describe().platform);
    const methods = methodTable(useCases, osName);
    this.#context = {
      useCases,
      methods,
      extendedMethods: withExtensions(methods, useCases),
      osName,
      clock,
      limits,
      thresholds: {
        // Answers take memory like output does: both wait before requests are left unread at `maxUnsentBytes`.
        highWatermarkBytes: Math.min(limits.sendHighWatermarkBytes, limits.maxUnsentBytes),
        ackThresholdBytes: ackThresholdBytes(limits),
      },
      logger,
      metrics,
      observe: requestObserver(metrics, tracing, clock),
      auditLog,
      frames: new OutputNotificationEncoder(),
      replyBuffers: new SpareBuffer(),
    };
  }

  /** Serves one client until its transport ends, then calls `onEnd`. */
  serve(
    transport: MessageTransport,
    onEnd: () => void = () => undefined,
    kind: ConnectionTransport = 'embedded',
  ): void {
    this.#metrics.connectionOpened(kind);
    const endpoint = new JsonRpcEndpoint(transport, this.#context);
    endpoint.open(() => {
      this.#metrics.connectionClosed(kind);
      onEnd();
    });
  }
}
