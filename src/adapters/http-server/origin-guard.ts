import type { IncomingMessage } from 'node:http';
import { emptyReply, type HttpReply } from './http-reply.js';
import { authorityForLog } from './refusal-log.js';

/**
 * Refuses every request with an `Origin` header, whatever its value and path: only browsers send one, and no
 * web page may use this server. Precedes every other check.
 */
export const guardOrigin = ({ headers: { origin } }: IncomingMessage): HttpReply | undefined =>
  origin === undefined
    ? undefined
    : {
        ...emptyReply(403),
        logged: { reason: 'has an Origin header', origin: authorityForLog(origin) },
      };
