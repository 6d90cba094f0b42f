import { SystemClock } from '../../adapters/system/system-clock.js';
import { startExecServer } from '../exec-server.js';
import { DAEMON } from '../options/command-line.js';
import { openAuditLog } from './audit-file.js';
import { controlProgram } from './control-program.js';
import { collectWhenIdle } from './idle-collector.js';
import { warnIfPidOne } from './init-process.js';
import { openTracing } from './open-tracing.js';
import { requireParentPipe, stopWithParent } from './parent.js';
import { ReloadableConfiguration } from './reload.js';
import { findServiceManager, readServiceEnvironment, statusOf } from './service-manager.js';
import { mapStackTraces } from './stack-traces.js';
import { failToStart } from './start-failure.js';
import { openLog, printUrl } from './start-up.js';
import { setV8Flags } from './v8-flags.js';

/**
 * Starts the daemon, which runs until a signal stops it. If that fails, prints why and sets the exit code.
 */
export const runDaemon = (): Promise<void> => start().catch(failToStart);

const start = async (): Promise<void> => {
  mapStackTraces();
  setV8Flags();
  const service = readServiceEnvironment();
  const configuration = await ReloadableConfiguration.read(DAEMON, process.argv.slice(2));
  const {
    logLevel,
    misspeltVariables,
    optionsWithoutEffect,
    exitWithParent,
    exitWhenIdleMs,
    drainTimeoutMs: _,
    audit,
    ...options
  } = configuration.current;
  if (exitWithParent) {
    requireParentPipe();
  }
  const clock = new SystemClock();
  const log = await openLog({ logLevel, misspeltVariables }, clock);
  const { logger } = log;
  warnIfPidOne(logger);
  if (optionsWithoutEffect.length > 0) {
    logger.warn('options without effect', { options: optionsWithoutEffect.join(', ') });
  }
  const manager = await findServiceManager(service, logger);
  const auditLog = openAuditLog({ audit, limits: options.limits }, clock, logger);
  const tracing = await openTracing(logger);
  const starting = startExecServer({
    ...options,
    sockets: service.sockets,
    logger,
    auditLog,
    tracing,
  });
  const shutdown = controlProgram(starting, { configuration, log, manager, auditLog });
  const server = await starting;
  if (exitWithParent) {
    stopWithParent(shutdown, logger);
  }
  if (exitWhenIdleMs !== undefined) {
    server.onIdle(exitWhenIdleMs, () => {
      logger.info('no session for --exit-when-idle', { idleMs: exitWhenIdleMs });
      shutdown.begin(0);
    });
  }
  printUrl(server.url, clock, logger);
  manager.ready(statusOf(server));
  void server.prepare().then(collectWhenIdle);
};
