import type { AdmissionResult } from '../../application/use-cases/admission/admit-connection.js';
import { emptyReply, type HttpReply, textReply } from './http-reply.js';

/** Too many connections have not become WebSockets. */
export const TOO_MANY = textReply(
  503,
  'too many connections without a WebSocket: the oldest one is closed (--max-pending-connections)',
);

/** Input that is not HTTP. @param code of Node's parser */
export const notHttp = (code: string): HttpReply => ({
  ...emptyReply(400),
  logged: { reason: `not HTTP (${code})` },
});

/** The reply to a client that is not admitted. */
export const refusalOf = (result: Exclude<AdmissionResult, { outcome: 'granted' }>): HttpReply => {
  if (result.outcome === 'refused') {
    return textReply(401, result.reason);
  }
  if (result.outcome === 'undecided') {
    return textReply(503, 'authentication is unavailable; see the server log');
  }
  const seconds = String(Math.ceil(result.retryAfterMs / 1000));
  return textReply(
    429,
    `too many failed authentication attempts from this address: try again in ${seconds} s (--max-auth-failures)`,
    { 'retry-after': seconds },
  );
};
