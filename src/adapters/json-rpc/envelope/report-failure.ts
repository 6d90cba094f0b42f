import { redactError } from '../../../application/logging/log-redaction.js';
import type { AuditLog } from '../../../application/ports/audit-log.js';
import type { LogFields, Logger } from '../../../application/ports/logger.js';
import type { Metrics, Rejection } from '../../../application/ports/metrics.js';
import { ExecServerError } from '../../../domain/errors.js';
import { printable } from '../../../domain/printable.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { ERROR_CODES, type JsonRpcErrorObject } from '../../../protocol/json-rpc.js';
import { METHODS } from '../../../protocol/methods.js';
import { errorText } from './error-texts.js';
import { describeFailedStart } from './failed-start.js';
import { jsonRpcCode } from './replies.js';

/** Limits whose errors turn a request away, as the metrics name them. */
const REJECTIONS: Readonly<Record<string, Rejection>> = {
  maxSessions: 'too_many_sessions',
  maxProcessesPerSession: 'too_many_processes',
  maxBytesInFlight: 'too_many_bytes_in_flight',
  maxHttpRequests: 'too_many_http_requests',
  maxBufferedBodyBytes: 'too_many_http_body_bytes',
};

/** What a failure is reported to. */
interface FailureContext {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly auditLog: AuditLog;
  readonly osName: () => string;
}

/**
 * Reports a failed request: returns the error reply, and logs what an operator must act on, refused sandboxes
 * and unexpected errors.
 *
 * @param facts log fields of the connection and the request
 */
export const reportFailure = (
  error: unknown,
  facts: LogFields & { readonly method: string },
  context: FailureContext,
): JsonRpcErrorObject => {
  const { logger, osName } = context;
  try {
    if (error instanceof ExecServerError) {
      const message = errorText(error, osName);
      if (error instanceof SandboxRefused) {
        // Text in back quotes comes from the client and is not logged; it may have back quotes, too.
        const reason = printable(error.reason.replace(/`.*`/s, '`…`'));
        logger.warn('sandbox refused', { ...facts, reason });
      }
      noteRejection(error, facts, context);
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

const noteRejection = (
  { code, details }: ExecServerError,
  { method, ...who }: LogFields & { readonly method: string },
  { metrics, auditLog }: FailureContext,
): void => {
  const rejection = details.kind ?? REJECTIONS[details.limit ?? ''];
  if (rejection !== undefined) {
    metrics.rejected(rejection);
  }
  // A client whose former connection is still alive asks again and again.
  if (method === METHODS.initialize && code !== 'already-attached') {
    auditLog.record({ event: 'session_refused', who, reason: rejection ?? code });
  }
};

const internalError = (error: unknown, facts: LogFields, logger: Logger): JsonRpcErrorObject => {
  logger.error('request failed unexpectedly', { ...facts, cause: redactError(error) });
  return { code: ERROR_CODES.internal, message: 'internal error; see the server log' };
};
