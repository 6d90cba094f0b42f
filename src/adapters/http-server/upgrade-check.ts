import type { IncomingMessage } from 'node:http';
import { type HttpReply, textReply } from './http-reply.js';

/** The first error of a WebSocket upgrade request, in the order of docs/protocol.md section 2. */
export const refuseUpgrade = (request: IncomingMessage): HttpReply | undefined => {
  const { method, headers } = request;
  if (method !== 'GET') {
    return textReply(405, 'Request method must be `GET`');
  }
  if (!listsUpgrade(headers.connection)) {
    return textReply(400, "Connection header did not include 'upgrade'");
  }
  if (headers.upgrade?.toLowerCase() !== 'websocket') {
    return textReply(400, "`Upgrade` header did not include 'websocket'");
  }
  if (headers['sec-websocket-version'] !== '13') {
    return textReply(400, "`Sec-WebSocket-Version` header did not include '13'");
  }
  if (headers['sec-websocket-key'] === undefined) {
    return textReply(400, '`Sec-WebSocket-Key` header missing');
  }
  if (request.httpVersion === '1.0') {
    return textReply(
      426,
      "WebSocket request couldn't be upgraded since no upgrade state was present",
    );
  }
  return undefined;
};

const listsUpgrade = (connection: string | undefined): boolean =>
  connection?.split(',').some((item) => item.trim().toLowerCase() === 'upgrade') ?? false;
