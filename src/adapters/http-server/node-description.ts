import type { NodeLoad } from '../../domain/routing/node.js';
import type { NodeDescription } from '../../protocol/fleet.js';

/** How a node describes itself to those who have just reached it. */
export const toDescription = (
  name: string,
  { isDraining, ...load }: NodeLoad,
): NodeDescription => ({ name, ...load, draining: isDraining });
