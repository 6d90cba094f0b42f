import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Clock } from '../../application/ports/clock.js';
import { LineWriter } from './line-writer.js';
import { openWithoutWaiting } from './open-without-waiting.js';
import { type LogLevel, PinoLogger } from './pino-logger.js';

const STDOUT = 1;
const STDERR = 2;

/** Standard output, for lines. None of them waits for whoever reads it. */
export const openStandardOutput = (clock: Clock): LineWriter => {
  const descriptor = openWithoutWaiting(STDOUT);
  return new LineWriter(
    (bytes) => writeSync(descriptor, bytes),
    clock,
    () => undefined,
  );
};

/** A log that goes to standard error, and its lines that wait to be taken. */
export interface StandardErrorLog {
  readonly logger: PinoLogger;
  readonly lines: LineWriter;
}

/** Logs to standard error, which may be stuck or full: for people on a terminal, for programs elsewhere. */
export const openStandardError = async (
  level: LogLevel,
  clock: Clock,
): Promise<StandardErrorLog> => {
  const descriptor = openWithoutWaiting(STDERR);
  const lines = new LineWriter(
    (bytes) => writeSync(descriptor, bytes),
    clock,
    (lost) => logger.error('log lines were lost, standard error did not take them', { lost }),
  );
  const forPeople = isatty(STDERR) ? await loadPretty() : undefined;
  const logger = new PinoLogger(
    level,
    forPeople === undefined ? lines : { write: (line) => lines.write(forPeople(line)) },
  );
  return { logger, lines };
};

/** Only a person needs it, so only then is it loaded. */
const loadPretty = async (): Promise<(line: string) => string> => {
  const { prettyFactory } = await import('pino-pretty');
  return prettyFactory({ ignore: 'pid,hostname', singleLine: true });
};
