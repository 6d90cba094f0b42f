import { EXTENSION_METHODS, METHODS } from '../../protocol/methods.js';
import type { ProcessStartParams, ProcessStartResult } from '../../protocol/process.js';
import type { ListedProcess, ProcessListResult } from '../../protocol/process-extensions.js';
import type { SessionConnection } from '../connection/session-connection.js';
import { ConnectionInterrupted, ExtensionsMissing } from '../errors.js';

/** A process that was started. */
export interface Start {
  /** Undefined where the server does not tell. */
  readonly pid: number | undefined;
  /** Something of it may have come before it was watched, and has to be read. */
  readonly isInterrupted: boolean;
}

/**
 * Starts a process, once: when the connection is lost before the answer came, the server is asked for its processes.
 *
 * @throws {RequestFailed} when it cannot be started
 * @throws {ConnectionInterrupted} on a server without extensions, when it is not known whether the process was started
 */
export const startProcess = async (
  connection: SessionConnection,
  params: ProcessStartParams,
): Promise<Start> => {
  for (;;) {
    try {
      const { pid } = await connection.request<ProcessStartResult>(METHODS.processStart, params, {
        whenInterrupted: 'fail',
      });
      return { pid: pid ?? undefined, isInterrupted: false };
    } catch (error) {
      if (!(error instanceof ConnectionInterrupted && connection.hasExtensions)) {
        throw error;
      }
    }
    const processes = await listProcesses(connection);
    const listed = processes.find(({ processId }) => processId === params.processId);
    if (listed !== undefined) {
      return { pid: listed.pid ?? undefined, isInterrupted: true };
    }
  }
};

/** The processes of the session, in the order of their starts. @throws {ExtensionsMissing} */
export const listProcesses = async (
  connection: SessionConnection,
): Promise<readonly ListedProcess[]> => {
  if (!connection.hasExtensions) {
    throw new ExtensionsMissing('the list of processes');
  }
  const { processes } = await connection.request<ProcessListResult>(
    EXTENSION_METHODS.processList,
    null,
    { whenInterrupted: 'repeat' },
  );
  return processes;
};
