import { redactError } from '../../application/logging/log-redaction.js';
import type { Logger } from '../../application/ports/logger.js';
import { InvalidMetadata } from '../../domain/capabilities/metadata-value.js';
import { ConfigurationSyntaxError } from '../../domain/configuration/configuration-table.js';
import { ExecServerError } from '../../domain/errors.js';

const MAX_MESSAGE_CHARACTERS = 1000;

/** Logs what an adapter of an embedder has thrown; `secret` is removed, as a whole and word by word. */
export type FaultReport = (method: string, error: unknown, secret?: string) => void;

/**
 * Reports include the error's message, which `redactError` omits for other errors, since the adapter's author
 * is responsible for it. Errors that the port documents are not reported.
 */
export const faultReport = (adapter: string, logger: () => Logger): FaultReport => {
  // Guards against recursion: the log itself uses a clock.
  let isReporting = false;
  return (method, error, secret = '') => {
    if (isReporting || isExpected(error)) {
      return;
    }
    isReporting = true;
    const message = error instanceof Error ? error.message : String(error);
    logger().error('custom adapter failed', {
      adapter,
      method,
      message: withoutSecret(message, secret).slice(0, MAX_MESSAGE_CHARACTERS),
      cause: redactError(error),
    });
    isReporting = false;
  };
};

/** Calls what an embedder wrote: its result or, where it throws, `otherwise` and a report. */
export type Attempt = <T>(method: string, act: () => T, otherwise: T) => T;

export const attemptWith =
  (report: FaultReport): Attempt =>
  (method, act, otherwise) => {
    try {
      return act();
    } catch (error) {
      report(method, error);
      return otherwise;
    }
  };

/** Errors that ports document, and requests cancelled because their client has disconnected. */
const isExpected = (error: unknown): boolean =>
  EXPECTED.some((expected) => error instanceof expected) ||
  (error instanceof Error && error.name === 'AbortError');

const EXPECTED = [ExecServerError, ConfigurationSyntaxError, InvalidMetadata];

const withoutSecret = (message: string, secret: string): string =>
  [secret, ...secret.split(/[\s.]+/)]
    .filter((word) => word !== '')
    .reduce((text, word) => text.replaceAll(word, '…'), message);
