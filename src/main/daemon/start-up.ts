import {
  openStandardError,
  openStandardOutput,
  type StandardErrorLog,
} from '../../adapters/logging/standard-streams.js';
import { redactError } from '../../application/logging/log-redaction.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Logger } from '../../application/ports/logger.js';
import type { CommonConfiguration } from '../options/common-options.js';

/** Opens the log on standard error, and logs the warnings about Node.js and about variables that are misspelt. */
export const openLog = async (
  { logLevel, misspeltVariables }: Pick<CommonConfiguration, 'logLevel' | 'misspeltVariables'>,
  clock: Clock,
): Promise<StandardErrorLog> => {
  const log = await openStandardError(logLevel, clock);
  logNodeWarnings(log.logger);
  for (const { variable, nearest } of misspeltVariables) {
    log.logger.warn('unknown environment variable ignored', { variable, nearest });
  }
  return log;
};

/** Prints where the program listens: its only line on standard output. */
export const printUrl = (url: string, clock: Clock, logger: Logger): void => {
  const output = openStandardOutput(clock);
  output.write(`${url}\n`);
  if (!output.writeWaiting()) {
    logger.warn('writing the URL to standard output failed');
  }
};

/** Node itself would write warnings to standard error synchronously, which may block. */
const logNodeWarnings = (logger: Logger): void => {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    logger.warn('Node.js warning', { cause: redactError(warning) });
  });
};
