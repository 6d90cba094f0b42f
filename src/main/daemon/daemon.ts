import { SystemClock } from '../../adapters/system/system-clock.js';
import { startExecServer } from '../exec-server.js';
import { readConfiguration } from '../options/config-file.js';
import { openAuditLog } from './audit-file.js';
import { setCollectorFlags } from './collector-flags.js';
import { collectWhenIdle } from './idle-collector.js';
import { warnIfPidOne } from './init-process.js';
import { openTracing } from './open-tracing.js';
import { requireParentPipe, stopWithParent } from './parent.js';
import { reload } from './reload.js';
import {
  findServiceManager,
  readServiceEnvironment,
  tellReload,
  tellStop,
} from './service-manager.js';
import { Shutdown } from './shutdown.js';
import { onHangup, stopOnSignals } from './signals.js';
import { mapStackTraces } from './stack-traces.js';
import { failToStart } from './start-failure.js';
import { openLog, printUrl } from './start-up.js';

/**
 * Starts the daemon, which runs until a signal stops it. If that fails, prints why and sets the exit code.
 */
export const runDaemon = (): Promise<void> => start().catch(failToStart);

const start = async (): Promise<void> => {
  mapStackTraces();
  setCollectorFlags();
  const service = readServiceEnvironment();
  const argv = process.argv.slice(2);
  let read = await readConfiguration(argv);
  const {
    logLevel,
    misspeltVariables,
    optionsWithoutEffect,
    exitWithParent,
    exitWhenIdleMs,
    drainTimeoutMs,
    audit,
    ...options
  } = read.configuration;
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
  const server = await startExecServer({
    ...options,
    sockets: service.sockets,
    logger,
    auditLog,
    tracing,
  });
  const shutdown = new Shutdown(tellStop(server, manager), log, auditLog);
  process.on('uncaughtException', shutdown.onUnexpectedError);
  const settings = { drainTimeoutMs };
  stopOnSignals(shutdown, () => settings.drainTimeoutMs);
  const reloadAll = async (): Promise<void> => {
    logger.info('SIGHUP: reloading');
    auditLog?.reopen();
    read = (await reload(argv, read, logger)) ?? read;
    settings.drainTimeoutMs = read.configuration.drainTimeoutMs;
    logger.setLevel(read.configuration.logLevel);
  };
  const status = `listening on ${server.url}`;
  onHangup(shutdown, () => void tellReload(reloadAll, manager, status));
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
  manager.ready(status);
  void server.prepare();
  collectWhenIdle();
};
