import { CommanderError } from 'commander';
import { openStandardError, openStandardOutput } from '../../adapters/logging/standard-streams.js';
import { SystemClock } from '../../adapters/system/system-clock.js';
import { redactError } from '../../application/logging/log-redaction.js';
import type { Logger } from '../../application/ports/logger.js';
import { startExecServer } from '../exec-server.js';
import { readCommandLine } from '../options/command-line.js';
import { StartupError } from '../startup-error.js';
import { setCollectorFlags } from './collector-flags.js';
import { warnIfPidOne } from './init-process.js';
import { requireParentPipe, stopWithParent } from './parent.js';
import { Shutdown } from './shutdown.js';
import { stopOnSignals } from './signals.js';
import { mapStackTraces } from './stack-traces.js';

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;
const FLUSH_TIMEOUT_MS = 1000;

/**
 * Starts the daemon, which runs until a signal stops it. If that fails, prints why and sets the exit code.
 */
export const runDaemon = (): Promise<void> =>
  start().catch((error: unknown) => {
    process.exitCode = printError(error);
    // The process exits when everything is written, after `FLUSH_TIMEOUT_MS` at the latest.
    setTimeout(() => process.exit(), FLUSH_TIMEOUT_MS).unref();
  });

const start = async (): Promise<void> => {
  mapStackTraces();
  setCollectorFlags();
  const {
    logLevel,
    misspeltVariables,
    optionsWithoutEffect,
    exitWithParent,
    exitWhenIdleMs,
    drainTimeoutMs,
    ...options
  } = readCommandLine(process.argv.slice(2));
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
  const server = await startExecServer({ ...options, logger });
  const shutdown = new Shutdown(server, log);
  process.on('uncaughtException', shutdown.onUnexpectedError);
  stopOnSignals(shutdown, drainTimeoutMs, logger);
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
};

/** Node itself would write warnings to standard error synchronously, which may block. */
const logNodeWarnings = (logger: Logger): void => {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    logger.warn('Node.js warning', { cause: redactError(warning) });
  });
};

const printError = (error: unknown): number => {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? 0 : EXIT_USAGE;
  }
  const text = error instanceof Error ? error.message : String(error);
  const detail = error instanceof StartupError || !(error instanceof Error) ? text : error.stack;
  process.stderr.on('error', () => undefined).write(`Error: ${detail}\n`);
  return EXIT_FAILURE;
};
