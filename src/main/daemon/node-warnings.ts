import { redactError } from '../../application/logging/log-redaction.js';
import type { Logger } from '../../application/ports/logger.js';

/** Node itself would write warnings to standard error synchronously, which may block. */
export const logNodeWarnings = (logger: Logger): void => {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    logger.warn('Node.js warning', { cause: redactError(warning) });
  });
};
