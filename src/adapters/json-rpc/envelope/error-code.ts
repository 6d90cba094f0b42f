import type { ErrorCode } from '../../../domain/errors.js';
import { ERROR_CODES } from '../../../protocol/error-codes.js';

const CODES: Readonly<Record<ErrorCode, number>> = {
  'invalid-request': ERROR_CODES.invalidRequest,
  'invalid-argument': ERROR_CODES.invalidParams,
  'already-attached': ERROR_CODES.sessionAttached,
  'not-found': ERROR_CODES.notFound,
  failed: ERROR_CODES.internal,
};

/** The JSON-RPC error code of an expected failure. */
export const jsonRpcCode = (code: ErrorCode): number => CODES[code];
