import type { FileAuditLog } from '../../adapters/logging/file-audit-log.js';
import type { StandardErrorLog } from '../../adapters/logging/standard-streams.js';
import type { CommonConfiguration } from '../options/common-options.js';
import type { ReloadableConfiguration } from './reload.js';
import {
  type Listening,
  notifyReload,
  notifyStop,
  type ServiceManager,
  type Stoppable,
} from './service-manager.js';
import { Shutdown } from './shutdown.js';
import { onHangup, stopOnSignals } from './signals.js';

/** What a program has besides its server. */
export interface ProgramParts {
  readonly configuration: ReloadableConfiguration<CommonConfiguration>;
  readonly log: StandardErrorLog;
  readonly manager: ServiceManager;
  /** Reopened at a reload, and closed when the last process has ended. */
  readonly auditLog?: FileAuditLog | undefined;
}

/** Stops and reloads a program by signals from now on, also while it starts; an unexpected error stops it. */
export const controlProgram = (
  starting: Promise<Listening & Stoppable>,
  { configuration, log, manager, auditLog }: ProgramParts,
): Shutdown => {
  const shutdown = new Shutdown(notifyStop(starting, manager), log, auditLog);
  process.on('uncaughtException', shutdown.onUnexpectedError);
  stopOnSignals(shutdown, () => configuration.current.drainTimeoutMs);
  const reload = (): Promise<void> => {
    log.logger.info('SIGHUP: reloading');
    auditLog?.reopen();
    return configuration.reload(log.logger);
  };
  onHangup(shutdown, () => void notifyReload(reload, manager, starting));
  return shutdown;
};
