#!/usr/bin/env node
import { CommanderError } from 'commander';
import { PinoLogger } from '../adapters/logging/pino-logger.js';
import { openStandardError } from '../adapters/logging/standard-error.js';
import { describeFault } from '../application/describe-fault.js';
import { collectGarbageAlone } from './collect-garbage-alone.js';
import { readCommandLine } from './command-line.js';
import { type ExecServer, startExecServer } from './exec-server.js';
import { StartupError } from './startup-error.js';

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;
const EXIT_HANGUP = 129;

/** Starts the daemon and leaves it running until a signal ends it. */
const main = async (): Promise<void> => {
  collectGarbageAlone();
  const { logLevel, misspeltVariables, ...options } = readCommandLine(process.argv.slice(2));
  const logger = new PinoLogger(logLevel, await openStandardError());
  for (const { variable, nearest } of misspeltVariables) {
    logger.warn('there is no such variable, it has no effect', { variable, nearest });
  }
  const server = await startExecServer({ ...options, logger });
  endWith(server, 'SIGTERM', 0);
  endWith(server, 'SIGINT', 0);
  endWith(server, 'SIGHUP', EXIT_HANGUP);
  process.on('uncaughtException', (error) => {
    logger.error('unexpected fault, stopping', { cause: describeFault(error) });
    void server.close().finally(() => process.exit(EXIT_FAILURE));
  });
  // Whoever started the daemon may stop listening to it once it knows the URL.
  process.stdout.on('error', () => undefined);
  process.stdout.write(`${server.url}\n`);
};

const endWith = (server: ExecServer, signal: NodeJS.Signals, exitCode: number): void => {
  process.on(signal, () => void server.close().finally(() => process.exit(exitCode)));
};

const explain = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  const text = error instanceof Error ? error.message : String(error);
  const detail = error instanceof StartupError || !(error instanceof Error) ? text : error.stack;
  process.stderr.write(`Error: ${detail}\n`);
  return EXIT_FAILURE;
};

main().catch((error: unknown) => {
  process.exitCode = explain(error);
});
