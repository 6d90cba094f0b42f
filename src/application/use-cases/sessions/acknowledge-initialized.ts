import type { ClientConnection } from '../../connection/client-connection.js';

/** Takes note that the client is ready: its requests are served from now on. */
export class AcknowledgeInitialized {
  /** Returns false when the connection has not been initialized: an offence that ends it. */
  execute(connection: ClientConnection): boolean {
    return connection.markReady();
  }
}
