import { openStandardError, openStandardOutput } from '../../adapters/logging/standard-streams.js';
import { SystemClock } from '../../adapters/system/system-clock.js';
import { startExecServer } from '../exec-server.js';
import { readConfiguration } from '../options/config-file.js';
import { openAuditLog } from './audit-file.js';
import { setCollectorFlags } from './collector-flags.js';
import { collectWhenIdle } from './idle-collector.js';
import { warnIfPidOne } from './init-process.js';
import { logNodeWarnings } from './node-warnings.js';
import { requireParentPipe, stopWithParent } from './parent.js';
import { reload } from './reload.js';
import { Shutdown } from './shutdown.js';
import { onHangup, stopOnSignals } from './signals.js';
import { mapStackTraces } from './stack-traces.js';
import { failToStart } from './start-failure.js';

/**
 * Starts the daemon, which runs until a signal stops it. If that fails, prints why and sets the exit code.
 */
export const runDaemon = (): Promise<void> => start().catch(failToStart);

const start = async (): Promise<void> => {
  mapStackTraces();
  setCollectorFlags();
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
  const log = await openStandardError(logLevel, clock);
  const { logger } = log;
  logNodeWarnings(logger);
  warnIfPidOne(logger);
  for (const { variable, nearest } of misspeltVariables) {
    logger.warn('unknown environment variable ignored', { variable, nearest });
  }
  if (optionsWithoutEffect.length > 0) {
    logger.warn('options without effect', { options: optionsWithoutEffect.join(', ') });
  }
  const auditLog = openAuditLog({ audit, limits: options.limits }, clock, logger);
  const server = await startExecServer({ ...options, logger, auditLog });
  const shutdown = new Shutdown(server, log, auditLog);
  process.on('uncaughtException', shutdown.onUnexpectedError);
  const settings = { drainTimeoutMs };
  stopOnSignals(shutdown, () => settings.drainTimeoutMs);
  onHangup(shutdown, () => {
    logger.info('SIGHUP: reloading');
    auditLog?.reopen();
    void reload(argv, read, logger).then((next = read) => {
      read = next;
      settings.drainTimeoutMs = next.configuration.drainTimeoutMs;
      logger.setLevel(next.configuration.logLevel);
    });
  });
  if (exitWithParent) {
    stopWithParent(shutdown, logger);
  }
  if (exitWhenIdleMs !== undefined) {
    server.onIdle(exitWhenIdleMs, () => {
      logger.info('no session for --exit-when-idle', { idleMs: exitWhenIdleMs });
      shutdown.begin(0);
    });
  }
  const output = openStandardOutput(clock);
  output.write(`${server.url}\n`);
  if (!output.writeWaiting()) {
    logger.warn('writing the URL to standard output failed');
  }
  void server.prepare();
  collectWhenIdle();
};
