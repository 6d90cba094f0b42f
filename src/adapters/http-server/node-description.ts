import type { NodeLoad } from '../../domain/routing/node.js';
import type { NodeDescription } from '../../protocol/fleet.js';

/** The answer to `GET /node`, by which a gateway knows the name and the load of a node. */
export const toDescription = (
  name: string,
  { isDraining, ...load }: NodeLoad,
): NodeDescription => ({ name, ...load, draining: isDraining });
