import type { ClientConnection } from '../../connection/client-connection.js';

/** Reports that the server is ready. */
export class ReportStatus {
  /** @throws {ExecServerError} before the connection is initialized. */
  execute(connection: ClientConnection): 'ready' {
    connection.requireSession('environment status');
    return 'ready';
  }
}
