import type { Node } from '../../domain/routing/node.js';
import { NodeTable } from '../../domain/routing/node-table.js';
import { OneShotEvent } from '../../domain/sessions/one-shot-event.js';
import type { RoutingLimits } from '../limits/routing-limits.js';
import { redactError } from '../logging/log-redaction.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { GatewayMetrics } from '../ports/routing/gateway-metrics.js';
import type { NodeDirectory } from '../ports/routing/node-directory.js';

/** Keeps a table of nodes up to date with their directory. While the directory cannot be reached, the table stays as it is. */
export class KnownNodes {
  readonly table: NodeTable;
  readonly #directory: NodeDirectory;
  readonly #clock: Clock;
  readonly #limits: RoutingLimits;
  readonly #logger: Logger;
  readonly #metrics: Pick<GatewayMetrics, 'directoryRead'>;
  /** The read that is under way, and the one after it. */
  #running: Promise<void> | undefined;
  #following: Promise<void> | undefined;
  #isReachable = true;
  #lastReadMs = Number.NEGATIVE_INFINITY;
  #unusable: readonly string[] = [];
  readonly #stopped = new OneShotEvent();

  constructor(
    directory: NodeDirectory,
    clock: Clock,
    limits: RoutingLimits,
    logger: Logger,
    metrics: Pick<GatewayMetrics, 'directoryRead'>,
  ) {
    this.#directory = directory;
    this.#clock = clock;
    this.#limits = limits;
    this.#logger = logger;
    this.#metrics = metrics;
    this.table = new NodeTable(limits);
  }

  /** Whether the last read of the directory succeeded. */
  get isReachable(): boolean {
    return this.#isReachable;
  }

  /** Reads the directory now and at each interval from now on. Resolves after the first read, whatever came of it. */
  async start(): Promise<void> {
    await this.refresh();
    void this.#poll();
  }

  /** Ends the reads, and resolves what waits for one. */
  stop(): void {
    this.#stopped.fire();
  }

  /**
   * Reads the directory, unless a read that has not begun yet does so already. Resolves with whether the table is as the
   * directory was at some moment after the call; never rejects.
   */
  async refresh(): Promise<boolean> {
    if (this.#stopped.hasFired) {
      return false;
    }
    if (this.#running === undefined) {
      await this.#begin();
    } else {
      this.#following ??= this.#running.then(() => this.#begin());
      await this.#following;
    }
    return this.#isReachable && !this.#stopped.hasFired;
  }

  #begin(): Promise<void> {
    this.#following = undefined;
    this.#running = this.#read().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #read(): Promise<void> {
    // Clients with random ids must not make a gateway read without a pause.
    await this.#pause(this.#lastReadMs + this.#limits.directoryGapMs - this.#clock.nowMs());
    if (this.#stopped.hasFired) {
      return;
    }
    try {
      const listed = await this.#list();
      const unusable = this.table.update(listed, this.#clock.nowMs());
      this.#noteReachable(true);
      this.#noteUnusable(unusable);
    } catch (error) {
      this.#noteReachable(false, error);
    }
    this.#lastReadMs = this.#clock.nowMs();
  }

  async #list(): Promise<readonly Node[]> {
    let cancel = (): void => undefined;
    const deadline = new Promise<never>((_, reject) => {
      const giveUp = (): void => reject(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }));
      cancel = this.#schedule(this.#limits.directoryTimeoutMs, giveUp);
    });
    try {
      return await Promise.race([this.#directory.list(), deadline]);
    } finally {
      cancel();
    }
  }

  async #poll(): Promise<void> {
    while (!this.#stopped.hasFired) {
      await this.#pause(this.#limits.directoryIntervalMs);
      await this.refresh();
    }
  }

  /** Resolves after this time; at once when it is stopped, or where the time is over. */
  async #pause(ms: number): Promise<void> {
    if (ms > 0) {
      await new Promise<void>((resolve) => {
        this.#schedule(ms, resolve);
      });
    }
  }

  /** Calls `action` after this time, or when it is stopped. Returns what cancels that. */
  #schedule(ms: number, action: () => void): () => void {
    let forget = (): void => undefined;
    const cancel = this.#clock.schedule(ms, () => {
      forget();
      action();
    });
    forget = this.#stopped.onFire(() => {
      cancel();
      action();
    });
    return () => {
      forget();
      cancel();
    };
  }

  #noteReachable(isReachable: boolean, error?: unknown): void {
    if (this.#stopped.hasFired) {
      return;
    }
    this.#metrics.directoryRead(isReachable ? 'success' : 'error');
    if (isReachable === this.#isReachable) {
      return;
    }
    this.#isReachable = isReachable;
    if (isReachable) {
      this.#logger.info('node directory reachable again', { nodes: this.table.size });
    } else {
      this.#logger.warn('node directory unreachable: using the nodes known so far', {
        nodes: this.table.size,
        cause: redactError(error),
      });
    }
  }

  #noteUnusable(names: readonly string[]): void {
    for (const node of names.filter((name) => !this.#unusable.includes(name))) {
      this.#logger.warn('node unusable: another one has the same tag, rename it', { node });
    }
    this.#unusable = names;
  }
}
