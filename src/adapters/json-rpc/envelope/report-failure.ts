import { redactError } from '../../../application/logging/log-redaction.js';
import type { LogFields, Logger } from '../../../application/ports/logger.js';
import { ExecServerError } from '../../../domain/errors.js';
import { printable } from '../../../domain/printable.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { ERROR_CODES, type JsonRpcErrorObject } from '../../../protocol/json-rpc.js';
import { METHODS } from '../../../protocol/methods.js';
import { errorText } from './error-texts.js';
import { describeFailedStart } from './failed-start.js';
import { jsonRpcCode } from './replies.js';

/**
 * Reports a failed request: returns the error reply, and logs what an operator must act on, refused sandboxes
 * and unexpected errors.
 *
 * @param facts log fields of the connection and the request
 */
export const reportFailure = (
  error: unknown,
  facts: LogFields & { readonly method: string },
  { logger, osName }: { readonly logger: Logger; readonly osName: () => string },
): JsonRpcErrorObject => {
  try {
    if (error instanceof ExecServerError) {
      const message = errorText(error, osName);
      if (error instanceof SandboxRefused) {
        // Text in back quotes comes from the client and is not logged.
        const reason = printable(error.reason.replace(/`[^`]*`/g, '`…`'));
        logger.warn('sandbox refused', { ...facts, reason });
      }
      const { kind } = error.details;
      const data = kind && { kind };
      const reply: JsonRpcErrorObject = {
        code: jsonRpcCode(error.code),
        message,
        ...(data && { data }),
      };
      return facts.method === METHODS.processStart ? describeFailedStart(error, reply) : reply;
    }
  } catch (fault) {
    // The host could not be described.
    return internalError(fault, facts, logger);
  }
  return internalError(error, facts, logger);
};

const internalError = (error: unknown, facts: LogFields, logger: Logger): JsonRpcErrorObject => {
  logger.error('request failed unexpectedly', { ...facts, cause: redactError(error) });
  return { code: ERROR_CODES.internal, message: 'internal error; see the server log' };
};
