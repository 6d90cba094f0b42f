import type { Node } from '../../../domain/routing/node.js';

/** The headers of an upgrade request to a node, beyond those of RFC 6455. */
export interface Hop {
  /** IP address of the client. */
  readonly address: string;
  /** The `Authorization` header of the client, if it sent one. */
  readonly authorization: string | undefined;
  /** Whether a new session is to be opened, which a node that drains or is full refuses. */
  readonly opensSession: boolean;
}

/** How dialling a node ended. */
export type Dialled<Link> =
  | { readonly outcome: 'opened'; readonly link: Link }
  /** Nothing listens at its address: the process is gone, and its sessions with it. */
  | { readonly outcome: 'gone' }
  /** Another node has its address now. */
  | { readonly outcome: 'misdirected' }
  /** There is no way to it: it may be alive. */
  | { readonly outcome: 'unreachable' }
  /** It accepted the connection and did not answer in time: it is alive, and hangs. */
  | { readonly outcome: 'silent' }
  /** It takes no connection, or no new session, at the moment. */
  | { readonly outcome: 'busy' }
  /** It refuses this client, whatever it wants. */
  | { readonly outcome: 'refused'; readonly status: number };

/** Opens WebSockets to nodes. */
export interface NodeDialer<Link> {
  /** Resolves within a bounded time, and never rejects. The node is asked whether it still has this name. */
  dial(node: Node, hop: Hop): Promise<Dialled<Link>>;
}
