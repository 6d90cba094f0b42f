import type { ClientConnection } from '../../connection/client-connection.js';

/** Marks the connection as ready: its requests are served from now on. */
export class AcknowledgeInitialized {
  /** Returns false when the connection is not initialized, a protocol violation that closes it. */
  execute(connection: ClientConnection): boolean {
    return connection.markReady();
  }
}
