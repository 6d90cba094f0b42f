import type { ClientConnection } from '../../connection/client-connection.js';

/** Tells a client that the server can serve it. */
export class ReportStatus {
  /** @throws {ExecServerError} before the connection is initialized. */
  execute(connection: ClientConnection): 'ready' {
    connection.requireSession('environment status');
    return 'ready';
  }
}
