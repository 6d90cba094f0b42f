import { redactError } from '../../application/logging/describe-fault.js';
import type { Logger } from '../../application/ports/logger.js';
import { InvalidMetadata } from '../../domain/capabilities/invalid-metadata.js';
import { ConfigurationSyntaxError } from '../../domain/configuration/configuration-syntax-error.js';
import { ExecServerError } from '../../domain/errors.js';

const MAX_MESSAGE_CHARACTERS = 1000;

/** Tells what an adapter of an embedder has thrown; `secret` is left out, whole and word by word. */
export type FaultReport = (method: string, error: unknown, secret?: string) => void;

/**
 * Reports of an adapter go to the log with their message, which `describeFault` leaves out of other faults: the
 * author of the adapter answers for what it says. What a port says that it may throw is no fault.
 */
export const faultReport = (adapter: string, logger: () => Logger): FaultReport => {
  // The log itself needs a clock.
  let isReporting = false;
  return (method, error, secret = '') => {
    if (isReporting || isExpected(error)) {
      return;
    }
    isReporting = true;
    const message = error instanceof Error ? error.message : String(error);
    logger().error('an adapter of the embedder has failed', {
      adapter,
      method,
      message: withoutSecret(message, secret).slice(0, MAX_MESSAGE_CHARACTERS),
      cause: redactError(error),
    });
    isReporting = false;
  };
};

/** What ports say that they may throw, and what is broken off because its client has gone. */
const isExpected = (error: unknown): boolean =>
  EXPECTED.some((expected) => error instanceof expected) ||
  (error instanceof Error && error.name === 'AbortError');

const EXPECTED = [ExecServerError, ConfigurationSyntaxError, InvalidMetadata];

const withoutSecret = (message: string, secret: string): string =>
  [secret, ...secret.split(/[\s.]+/)]
    .filter((word) => word !== '')
    .reduce((text, word) => text.replaceAll(word, '…'), message);
