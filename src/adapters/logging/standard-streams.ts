import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Clock } from '../../application/ports/clock.js';
import { LineWriter } from './line-writer.js';
import { openWithoutWaiting } from './open-without-waiting.js';
import { type LogLevel, PinoLogger } from './pino-logger.js';

const STDOUT = 1;
const STDERR = 2;

/** Standard output for whole lines. Writes never block on its reader. */
export const openStandardOutput = (clock: Clock): LineWriter => {
  const descriptor = openWithoutWaiting(STDOUT);
  return new LineWriter(
    (bytes) => writeSync(descriptor, bytes),
    clock,
    () => undefined,
  );
};

/** A logger to standard error, and the writer that queues its lines. */
export interface StandardErrorLog {
  readonly logger: PinoLogger;
  readonly lines: LineWriter;
}

/** A logger to standard error, which never blocks on its reader: formatted on a terminal, else JSON a line. */
export const openStandardError = async (
  level: LogLevel,
  clock: Clock,
): Promise<StandardErrorLog> => {
  const descriptor = openWithoutWaiting(STDERR);
  const lines = new LineWriter(
    (bytes) => writeSync(descriptor, bytes),
    clock,
    (lost) => logger.error('log lines lost: standard error did not accept them', { lost }),
  );
  const format = isatty(STDERR) ? await loadPretty() : undefined;
  const logger = new PinoLogger(
    level,
    format === undefined ? lines : { write: (line) => lines.write(format(line)) },
  );
  return { logger, lines };
};

/** Loaded on a terminal only: it costs start-up time. */
const loadPretty = async (): Promise<(line: string) => string> => {
  const { default: pretty } = await import('pino-pretty');
  return pretty.prettyFactory({ ignore: 'pid,hostname', singleLine: true });
};
