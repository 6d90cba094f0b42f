import type { ErrorCode } from '../../../domain/errors.js';
import {
  ERROR_CODES,
  type JsonRpcErrorObject,
  UNREADABLE_MESSAGE_ID,
} from '../../../protocol/json-rpc.js';
import type { SpareBuffer } from '../../shared/spare-buffer.js';
import { JsonParts } from '../encoding/json-parts.js';
import type { RequestId } from './message.js';

/** The reply to a successful request. A long one is in memory of `buffers`. */
export const encodeResult = (
  id: RequestId,
  result: unknown,
  buffers: SpareBuffer,
): string | Buffer =>
  result instanceof JsonParts
    ? result.wrap(`{"id":${id},"result":`, '}', buffers)
    : `{"id":${id},"result":${JSON.stringify(result)}}`;

/** The reply to a failed request. */
export const encodeError = (id: RequestId, { code, message, data }: JsonRpcErrorObject): string =>
  `{"error":${JSON.stringify({ code, message, data })},"id":${id}}`;

/** The reply to a request for a method that the server does not have. */
export const encodeUnknownMethod = (id: RequestId, name: string): string =>
  encodeError(id, {
    code: ERROR_CODES.methodNotFound,
    message: `exec-server stub does not implement \`${name}\` yet`,
  });

/** The reply to a message that is not a request: its id is -1. */
export const encodeErrorWithoutId = (message: string): string =>
  encodeError(String(UNREADABLE_MESSAGE_ID), { code: ERROR_CODES.invalidRequest, message });

const CODES: Readonly<Record<ErrorCode, number>> = {
  'invalid-request': ERROR_CODES.invalidRequest,
  'invalid-argument': ERROR_CODES.invalidParams,
  'already-attached': ERROR_CODES.sessionAttached,
  'not-found': ERROR_CODES.notFound,
  failed: ERROR_CODES.internal,
};

/** The JSON-RPC error code of an expected failure. */
export const jsonRpcCode = (code: ErrorCode): number => CODES[code];
