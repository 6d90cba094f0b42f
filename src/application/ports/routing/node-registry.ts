import type { Node } from '../../../domain/routing/node.js';

/** Where nodes announce themselves. */
export interface NodeRegistry {
  /**
   * Announces the node, in place of what it announced before, for `ttlMs`. Where a node at another URL is announced under its name,
   * that stays, until it is withdrawn or its time is over.
   *
   * @returns the URL of that other node; undefined: this one is announced.
   * @throws {Error} when the registry cannot be reached.
   */
  announce(node: Node, ttlMs: number): Promise<string | undefined>;
  /** The node ends. @throws {Error} when the registry cannot be reached: the announcement ends by itself then. */
  withdraw(name: string): Promise<void>;
  /** Closes its connections. */
  dispose(): Promise<void>;
}
