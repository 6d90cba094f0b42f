import { CommanderError } from 'commander';
import { StartupError } from '../startup-error.js';

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;
const FLUSH_TIMEOUT_MS = 1000;

/** Prints why the program cannot start, and lets it end with the exit code for that. */
export const failToStart = (error: unknown): void => {
  process.exitCode = printError(error);
  // The process exits when everything is written, after `FLUSH_TIMEOUT_MS` at the latest.
  setTimeout(() => process.exit(), FLUSH_TIMEOUT_MS).unref();
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
