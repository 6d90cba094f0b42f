import type { AnnouncementLimits } from '../../limits/routing-limits.js';
import { redactError } from '../../logging/log-redaction.js';
import type { Clock } from '../../ports/clock.js';
import type { LogFields, Logger } from '../../ports/logger.js';
import type { NodeRegistry } from '../../ports/routing/node-registry.js';
import type { DescribeNode } from './describe-node.js';

/** Announces this node again and again, with how loaded it is and whether it drains. */
export class AnnounceNode {
  readonly #registry: NodeRegistry;
  readonly #describe: Pick<DescribeNode, 'execute'>;
  readonly #clock: Clock;
  readonly #limits: AnnouncementLimits;
  readonly #logger: Logger;
  #cancel: () => void = () => undefined;
  #isStopped = false;
  #state: State = 'announced';

  constructor(
    registry: NodeRegistry,
    describe: Pick<DescribeNode, 'execute'>,
    clock: Clock,
    limits: AnnouncementLimits,
    logger: Logger,
  ) {
    this.#registry = registry;
    this.#describe = describe;
    this.#clock = clock;
    this.#limits = limits;
    this.#logger = logger;
  }

  /** Resolves after the first attempt, whatever came of it; never rejects. */
  async execute(name: string, url: string): Promise<void> {
    try {
      const node = { name, url, ...this.#describe.execute() };
      const other = await this.#registry.announce(node, this.#limits.announcementTtlMs);
      this.#note(other === undefined ? 'announced' : 'name-taken', { url: other });
    } catch (error) {
      this.#note('unreachable', { cause: redactError(error) });
    }
    if (!this.#isStopped) {
      this.#cancel = this.#clock.schedule(this.#limits.announcementIntervalMs, () => {
        void this.execute(name, url);
      });
    }
  }

  /** The node ends: it is not announced any more. Never rejects. */
  async stop(name: string): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    if (this.#state !== 'name-taken') {
      await this.#registry.withdraw(name).catch(() => undefined);
    }
    await this.#registry.dispose();
  }

  #note(state: State, fields: LogFields): void {
    if (state === this.#state || this.#isStopped) {
      return;
    }
    this.#state = state;
    if (state === 'announced') {
      this.#logger.info('node announced again');
    } else if (state === 'unreachable') {
      this.#logger.warn('node cannot be announced: gateways use what they know of it', fields);
    } else {
      this.#logger.warn('node not announced: another node has the same --node-id', fields);
    }
  }
}

type State = 'announced' | 'unreachable' | 'name-taken';
