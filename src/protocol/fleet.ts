/** What nodes and gateways of a fleet tell one another. Gateways ignore fields that they do not know. */

/** Where a node describes itself, as a `NodeDescription` without `url`. */
export const NODE_PATH = '/node';

/** Header of an upgrade: the name of the node that the gateway means. Another node answers 421. */
export const NODE_HEADER = 'exec-server-node';

/** Header of an upgrade, with any value: a new session is to be opened. A node that drains or is full answers 503. */
export const NEW_SESSION_HEADER = 'exec-server-new-session';

/** Header of an upgrade: the address of the client. A node believes it from its trusted proxies only. */
export const FORWARDED_FOR_HEADER = 'x-forwarded-for';

/** A node, as it announces itself. */
export interface NodeDescription {
  readonly name: string;
  /** `ws://HOST:PORT`, where gateways reach it; absent where they have just reached it. */
  readonly url?: string;
  readonly sessions: number;
  readonly maxSessions: number;
  readonly draining: boolean;
}
