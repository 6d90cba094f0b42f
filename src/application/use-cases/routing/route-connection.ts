import type { Node } from '../../../domain/routing/node.js';
import type { RoutingFault } from '../../../domain/routing/routing-fault.js';
import type { Clock } from '../../ports/clock.js';
import type { Dialled, Hop, NodeDialer } from '../../ports/routing/node-dialer.js';
import type { KnownNodes } from '../../routing/known-nodes.js';

/** A client whose first message has been read. */
export interface RouteCommand {
  /** The session that it resumes or observes; undefined: it opens one. */
  readonly sessionId: string | undefined;
  readonly address: string;
  readonly authorization: string | undefined;
}

/** Where a connection goes. */
export type Routed<Link> =
  | { readonly outcome: 'opened'; readonly link: Link; readonly node: string }
  /** The node refuses this client with this HTTP status. */
  | { readonly outcome: 'refused'; readonly status: number }
  /** No node can serve it now; one may if the client tries again. */
  | { readonly outcome: 'unavailable'; readonly reason: RoutingFault };

/** Nodes that one new session is offered to. */
const MAX_OFFERS = 3;
/** Addresses of an owner that are tried: the known one and, if that is stale, the present one. */
const MAX_ADDRESSES = 2;

/** Opens the connection to the node that owns a session, or to one that takes a new session. */
export class RouteConnection<Link> {
  readonly #nodes: KnownNodes;
  readonly #dialer: NodeDialer<Link>;
  readonly #clock: Clock;
  readonly #random: () => number;

  /** @param random returns a number from 0 to below 1 */
  constructor(
    nodes: KnownNodes,
    dialer: NodeDialer<Link>,
    clock: Clock,
    random: () => number = Math.random,
  ) {
    this.#nodes = nodes;
    this.#dialer = dialer;
    this.#clock = clock;
    this.#random = random;
  }

  /**
   * A session whose node is gone is sent to any node, which answers that it does not know it. Resolves within a few times the
   * timeout of a node; never rejects.
   */
  execute({ sessionId, address, authorization }: RouteCommand): Promise<Routed<Link>> {
    const hop = { address, authorization, opensSession: sessionId === undefined };
    return sessionId === undefined ? this.#offer(hop) : this.#resume(sessionId, hop);
  }

  async #resume(sessionId: string, hop: Hop): Promise<Routed<Link>> {
    const { table } = this.#nodes;
    let owner = table.owner(sessionId);
    let isFresh = false;
    if (owner === undefined) {
      isFresh = await this.#nodes.refresh();
      owner = table.owner(sessionId);
    }
    if (owner === undefined) {
      return isFresh ? this.#offer(hop) : UNKNOWN_OWNER;
    }
    for (let attempt = 0; attempt < MAX_ADDRESSES; attempt += 1) {
      const { node } = owner;
      const dialled = await this.#dialer.dial(node, hop);
      if (dialled.outcome !== 'gone' && dialled.outcome !== 'misdirected') {
        return this.#hasEnded(dialled, owner) ? this.#offer(hop, node) : routed(dialled, node);
      }
      isFresh = await this.#nodes.refresh();
      owner = table.owner(sessionId);
      if (owner === undefined || owner.node.url === node.url) {
        return dialled.outcome === 'misdirected' && !isFresh
          ? UNKNOWN_OWNER
          : this.#offer(hop, node);
      }
    }
    return { outcome: 'unavailable', reason: 'owner_moving' };
  }

  /** Whether an owner has ended, as far as the gateway knows: it cannot be dialled and is not listed. One that hangs may go on. */
  #hasEnded(
    { outcome }: Dialled<Link>,
    { node, isListed }: { node: Node; isListed: boolean },
  ): boolean {
    if (outcome === 'unreachable' || outcome === 'silent') {
      this.#nodes.table.avoid(node, this.#clock.nowMs());
    }
    return outcome === 'unreachable' && !isListed;
  }

  /** Dials nodes until one takes the connection. */
  async #offer(hop: Hop, dead?: Node): Promise<Routed<Link>> {
    const { table } = this.#nodes;
    const tried = new Set(dead === undefined ? [] : [dead.name]);
    for (let offer = 0; offer < MAX_OFFERS; offer += 1) {
      let node = this.#candidate(hop, tried);
      if (node === undefined) {
        // One may have started, or have room again, since the directory was read.
        await this.#nodes.refresh();
        node = this.#candidate(hop, tried);
      }
      if (node === undefined) {
        break;
      }
      tried.add(node.name);
      const dialled = await this.#dialer.dial(node, hop);
      if (dialled.outcome === 'opened' && hop.opensSession) {
        table.placed(node);
      }
      if (dialled.outcome === 'opened' || dialled.outcome === 'refused') {
        return routed(dialled, node);
      }
      table.avoid(node, this.#clock.nowMs());
    }
    return { outcome: 'unavailable', reason: 'no_node' };
  }

  #candidate({ opensSession }: Hop, tried: ReadonlySet<string>): Node | undefined {
    const { table } = this.#nodes;
    const chosen = table.choose(this.#clock.nowMs(), this.#random, tried);
    return chosen ?? (opensSession ? undefined : table.any(tried));
  }
}

const UNKNOWN_OWNER = { outcome: 'unavailable', reason: 'owner_unknown' } as const;

/** Of an owner that is where it was expected. */
const routed = <Link>(
  dialled: Exclude<Dialled<Link>, { outcome: 'gone' | 'misdirected' }>,
  node: Node,
): Routed<Link> => {
  if (dialled.outcome === 'opened') {
    return { ...dialled, node: node.name };
  }
  return dialled.outcome === 'refused'
    ? dialled
    : { outcome: 'unavailable', reason: `owner_${dialled.outcome}` };
};
