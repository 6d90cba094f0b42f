import type { Node } from '../../../domain/routing/node.js';

/** Says which nodes a fleet has. */
export interface NodeDirectory {
  /**
   * The nodes that are there now, in any order, each name once. A node that does not answer, or has not announced itself for
   * its time to live, is left out.
   *
   * @throws {Error} when the directory itself cannot be reached: the nodes are unknown then, which is not the same as none.
   */
  list(): Promise<readonly Node[]>;
  /** Closes its connections. */
  dispose(): Promise<void>;
}
