import type { IncomingMessage } from 'node:http';
import { NEW_SESSION_HEADER, NODE_HEADER, type NodeDescription } from '../../protocol/fleet.js';
import { type HttpReply, textReply } from './http-reply.js';

/** Refuses what a gateway sends to the wrong node, and a new session where there is no place for one. */
export const guardNode = (
  { headers }: IncomingMessage,
  node: NodeDescription | undefined,
): HttpReply | undefined => {
  if (node === undefined) {
    return undefined;
  }
  const { name, draining, sessions, maxSessions } = node;
  const wanted = headers[NODE_HEADER];
  if (wanted !== undefined && wanted !== name) {
    return textReply(421, 'this is another node');
  }
  if (headers[NEW_SESSION_HEADER] === undefined || !(draining || sessions >= maxSessions)) {
    return undefined;
  }
  return textReply(503, draining ? 'this node is draining' : 'this node is full (--max-sessions)');
};
