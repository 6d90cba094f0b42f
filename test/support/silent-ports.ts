import type { RefusalPorts } from '../../src/adapters/http-server/refusal-log.js';
import { NoAuditLog } from '../../src/adapters/logging/no-audit-log.js';
import { NoMetrics } from '../../src/adapters/metrics/no-metrics.js';
import { silentLogger } from '../../src/main/silent-logger.js';

/** Ports that keep nothing. */
export const SILENT: RefusalPorts = {
  auditLog: new NoAuditLog(),
  logger: silentLogger,
  metrics: new NoMetrics(),
};
