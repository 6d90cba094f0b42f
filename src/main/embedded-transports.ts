import type { JsonRpcServer } from '../adapters/json-rpc/json-rpc-server.js';
import type { MessageTransport } from '../adapters/json-rpc/message-transport.js';
import { redactError } from '../application/logging/log-redaction.js';
import type { Logger } from '../application/ports/logger.js';

const STOPPED = 'server stopping';

/** Serves the transports of an embedder. */
export class EmbeddedTransports {
  readonly #server: JsonRpcServer;
  readonly #logger: Logger;
  readonly #open = new Set<MessageTransport>();
  #isClosed = false;

  constructor(server: JsonRpcServer, logger: Logger) {
    this.#server = server;
    this.#logger = logger;
  }

  /** Serves a client until its transport ends. When the server is closed, terminates the transport at once. */
  serve(transport: MessageTransport): void {
    if (this.#isClosed) {
      this.#terminate(transport);
      return;
    }
    this.#open.add(transport);
    this.#server.serve(transport, () => this.#open.delete(transport));
  }

  /** Terminates all transports, and each one that is served later. */
  close(): void {
    this.#isClosed = true;
    for (const transport of this.#open) {
      this.#terminate(transport);
    }
  }

  #terminate(transport: MessageTransport): void {
    try {
      transport.terminate(STOPPED);
    } catch (error) {
      this.#logger.error('closing a transport failed', { cause: redactError(error) });
    }
  }
}
