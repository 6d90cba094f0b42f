import type { Node } from '../../../domain/routing/node.js';

/** Where nodes announce themselves. */
export interface NodeRegistry {
  /** Announces the node, in place of what it announced before, for `ttlMs`. @throws {Error} when the registry cannot be reached. */
  announce(node: Node, ttlMs: number): Promise<void>;
  /** The node ends. @throws {Error} when the registry cannot be reached: the announcement ends by itself then. */
  withdraw(name: string): Promise<void>;
  /** Closes its connections. */
  dispose(): Promise<void>;
}
