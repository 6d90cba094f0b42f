import type { IncomingMessage } from 'node:http';
import type { NodeLoad } from '../../domain/routing/node.js';
import { NEW_SESSION_HEADER, NODE_HEADER, type NodeDescription } from '../../protocol/fleet.js';
import { type HttpReply, textReply } from './http-reply.js';

/** Answers 421 to a gateway that expects another node here, and 503 to a new session while this node drains or is full. */
export const guardNode = (
  { headers }: IncomingMessage,
  describeNode: (() => NodeDescription) | undefined,
): HttpReply | undefined => {
  const wanted = headers[NODE_HEADER];
  const isNewSession = headers[NEW_SESSION_HEADER] !== undefined;
  if (describeNode === undefined || (wanted === undefined && !isNewSession)) {
    return undefined;
  }
  const { name, draining, sessions, maxSessions } = describeNode();
  if (wanted !== undefined && wanted !== name) {
    return textReply(421, 'this is another node');
  }
  if (!isNewSession || !(draining || sessions >= maxSessions)) {
    return undefined;
  }
  return textReply(503, draining ? 'this node is draining' : 'this node is full (--max-sessions)');
};

/** The answer to `GET /node`, by which a gateway knows the name and the load of a node. */
export const toDescription = (
  name: string,
  { isDraining, ...load }: NodeLoad,
): NodeDescription => ({ name, ...load, draining: isDraining });
