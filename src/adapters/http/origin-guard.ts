import type { IncomingMessage } from 'node:http';
import { emptyReply, type HttpReply } from './http-reply.js';

/**
 * Refuses whatever carries an `Origin` header, whatever its value and wherever it goes: only browsers
 * send one, and no web page may reach this server. Comes before every other check.
 */
export const guardOrigin = (request: IncomingMessage): HttpReply | undefined =>
  request.headers.origin === undefined ? undefined : emptyReply(403);
