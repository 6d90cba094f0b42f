import { FileAuditLog } from '../../adapters/logging/file-audit-log.js';
import { DEFAULT_LIMITS } from '../../application/limits/limits.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Logger } from '../../application/ports/logger.js';
import type { Configuration } from '../options/command-line.js';
import { StartupError } from '../startup-error.js';

/** Opens the audit log, if there is to be one. @throws {StartupError} when the file cannot be opened. */
export const openAuditLog = (
  { audit, limits }: Pick<Configuration, 'audit' | 'limits'>,
  clock: Clock,
  logger: Logger,
): FileAuditLog | undefined => {
  if (audit === undefined) {
    return undefined;
  }
  const { logRateLimit: maxRefusals } = { ...DEFAULT_LIMITS, ...limits };
  try {
    return new FileAuditLog({ ...audit, maxRefusals }, clock, logger);
  } catch (error) {
    throw new StartupError(`cannot open the audit log: ${(error as Error).message}`);
  }
};
