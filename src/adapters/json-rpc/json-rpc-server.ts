import type { Limits } from '../../application/limits/limits.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Logger } from '../../application/ports/logger.js';
import type { UseCases } from '../../application/use-cases.js';
import { JsonRpcEndpoint } from './json-rpc-endpoint.js';
import type { MessageTransport } from './message-transport.js';
import { type Method, methodTable } from './method-table.js';
import { OutputNotificationEncoder } from './notifications/output-notification.js';

/** Serves clients over any `MessageTransport`. */
export class JsonRpcServer {
  readonly #useCases: UseCases;
  readonly #methods: ReadonlyMap<string, Method>;
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #logger: Logger;
  readonly #frames = new OutputNotificationEncoder();

  constructor(useCases: UseCases, clock: Clock, limits: Limits, logger: Logger) {
    this.#useCases = useCases;
    this.#methods = methodTable(useCases);
    this.#clock = clock;
    this.#limits = limits;
    this.#logger = logger;
  }

  /** Serves one client until its transport ends, then calls `onEnd`. */
  serve(transport: MessageTransport, onEnd: () => void = () => undefined): void {
    const endpoint = new JsonRpcEndpoint(transport, {
      useCases: this.#useCases,
      methods: this.#methods,
      clock: this.#clock,
      limits: this.#limits,
      logger: this.#logger,
      frames: this.#frames,
    });
    endpoint.open(onEnd);
  }
}
