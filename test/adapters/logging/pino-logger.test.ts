import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import {
  LOG_LEVELS,
  type LogLevel,
  PinoLogger,
} from '../../../src/adapters/logging/pino-logger.js';
import { loggerContract } from '../../contracts/logger-contract.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

const LEVEL_NAMES: Readonly<Record<number, string>> = {
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
};

loggerContract('pino', () => {
  const { logger, written } = pinoTo('trace');
  const lines = () =>
    written().map(({ level, msg, time, pid, ...fields }) => ({
      level: LEVEL_NAMES[level as number] ?? `level ${level}`,
      message: msg as string,
      fields: fields as Record<string, string>,
    }));
  return { logger, lines };
});

loggerContract('recording', () => {
  const logger = new RecordingLogger();
  return { logger, lines: () => logger.lines };
});

describe('PinoLogger level', () => {
  test.each([
    ['trace', 4],
    ['debug', 4],
    ['info', 3],
    ['warn', 2],
    ['error', 1],
    ['fatal', 0],
    ['silent', 0],
  ] as const)('%s writes %d of debug, info, warn and error', (level, count) => {
    const { logger, written } = pinoTo(level);
    for (const said of ['debug', 'info', 'warn', 'error'] as const) {
      logger[said](said);
    }

    expect(written().map(({ msg }) => msg)).toEqual(
      ['debug', 'info', 'warn', 'error'].slice(4 - count),
    );
  });

  test('names are trace, debug, info, warn, error, fatal and silent', () => {
    expect(LOG_LEVELS).toEqual(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);
  });
});

test('PinoLogger writes one JSON object per line, with pid and without host name', () => {
  const { logger, written } = pinoTo('info');
  logger.info('it happened');

  expect(written()).toEqual([
    { level: 30, time: expect.any(Number), pid: process.pid, msg: 'it happened' },
  ]);
});

const pinoTo = (level: LogLevel) => {
  let text = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const written = (): Record<string, unknown>[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  return { logger: new PinoLogger(level, destination), written };
};
