import type { ConnectionLimits } from '../../application/limits/connection-limits.js';
import type { AuditLog } from '../../application/ports/audit-log.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Logger } from '../../application/ports/logger.js';
import type { Metrics } from '../../application/ports/metrics.js';
import type { UseCases } from '../../application/use-cases.js';
import type { SpareBuffer } from '../shared/spare-buffer.js';
import type { ChannelThresholds } from './json-rpc-channel.js';
import type { Method } from './method.js';
import type { OutputNotificationEncoder } from './notifications/output-notification.js';
import type { ObserveRequest } from './observed-request.js';

/** The dependencies of an endpoint, the same for all connections. */
export interface EndpointContext {
  readonly useCases: UseCases;
  readonly methods: ReadonlyMap<string, Method>;
  /** Those of connections that have the extensions. */
  readonly extendedMethods: ReadonlyMap<string, Method>;
  /** The wire protocol's name of the host's operating system. */
  readonly osName: () => string;
  readonly clock: Clock;
  readonly limits: ConnectionLimits;
  readonly thresholds: ChannelThresholds;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Undefined: requests are not observed. */
  readonly observe: ObserveRequest | undefined;
  readonly auditLog: AuditLog;
  readonly frames: OutputNotificationEncoder;
  /** Memory for long replies. */
  readonly replyBuffers: SpareBuffer;
}
