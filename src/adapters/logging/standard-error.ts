import type { Writable } from 'node:stream';
import { pino } from 'pino';

const STDERR = 2;

/** Standard error as a place for log lines: for people on a terminal, for programs elsewhere. */
export const openStandardError = async (): Promise<
  Writable | ReturnType<typeof pino.destination>
> => {
  if (!process.stderr.isTTY) return pino.destination({ dest: STDERR, sync: true });
  // Only a person needs it, so only then is it loaded.
  const { default: pretty } = await import('pino-pretty');
  return pretty({ destination: STDERR, sync: true, ignore: 'pid,hostname', singleLine: true });
};
