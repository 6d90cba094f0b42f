import type { Drain } from '../../../domain/admission/drain.js';
import type { NodeLoad } from '../../../domain/routing/node.js';
import type { SessionLimits } from '../../limits/session-limits.js';
import type { SessionStore } from '../../ports/session-store.js';

/** Tells gateways how loaded this node is. */
export class DescribeNode {
  readonly #sessions: SessionStore;
  readonly #drain: Drain;
  readonly #limits: SessionLimits;

  constructor(sessions: SessionStore, drain: Drain, limits: SessionLimits) {
    this.#sessions = sessions;
    this.#drain = drain;
    this.#limits = limits;
  }

  execute(): NodeLoad {
    return {
      sessions: this.#sessions.size,
      maxSessions: this.#limits.maxSessions,
      isDraining: this.#drain.isActive,
    };
  }
}
