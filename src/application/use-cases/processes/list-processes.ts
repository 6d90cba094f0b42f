import type { ProcessDescription } from '../../../domain/processes/process-description.js';
import type { ClientConnection } from '../../connection/client-connection.js';

/** Lists the processes of a session, closed ones that are still kept included. */
export class ListProcesses {
  /** In the order of their starts. */
  execute(connection: ClientConnection): readonly ProcessDescription[] {
    const session = connection.requireVisibleSession('exec');
    return session.processes.map((process) => process.describe());
  }
}
