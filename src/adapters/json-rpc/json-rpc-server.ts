import type { ConnectionLimits } from '../../application/limits/connection-limits.js';
import type { OutputLimits } from '../../application/limits/output-limits.js';
import type { Clock } from '../../application/ports/clock.js';
import type { HostInformation } from '../../application/ports/host-information.js';
import type { Logger } from '../../application/ports/logger.js';
import type { UseCases } from '../../application/use-cases.js';
import { ackThresholdBytes } from '../../domain/output/flow-control-window.js';
import type { EndpointContext } from './endpoint-context.js';
import { osNameOf } from './envelope/error-texts.js';
import { withExtensions } from './extension-methods.js';
import { JsonRpcEndpoint } from './json-rpc-endpoint.js';
import type { MessageTransport } from './message-transport.js';
import { methodTable } from './method-table.js';
import { OutputNotificationEncoder } from './notifications/output-notification.js';

/** Serves clients over any `MessageTransport`. */
export class JsonRpcServer {
  readonly #context: EndpointContext;

  constructor(
    useCases: UseCases,
    host: HostInformation,
    clock: Clock,
    limits: ConnectionLimits & OutputLimits,
    logger: Logger,
  ) {
    const osName = (): string => osNameOf(host.describe().platform);
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
      frames: new OutputNotificationEncoder(),
    };
  }

  /** Serves one client until its transport ends, then calls `onEnd`. */
  serve(transport: MessageTransport, onEnd: () => void = () => undefined): void {
    const endpoint = new JsonRpcEndpoint(transport, this.#context);
    endpoint.open(onEnd);
  }
}
