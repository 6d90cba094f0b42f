import { expect, test } from '@jest/globals';
import { RateLimitedLogger } from '../../../src/adapters/logging/rate-limited-logger.js';
import { loggerContract } from '../../contracts/logger-contract.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

const MINUTE_MS = 60_000;

const open = (logRateLimit: number) => {
  const inner = new RecordingLogger();
  const clock = new FakeClock();
  return { inner, clock, logger: new RateLimitedLogger(inner, { logRateLimit }, clock) };
};

loggerContract('bounded', () => {
  const { inner, logger } = open(100);
  return { logger, lines: () => inner.lines };
});

test('RateLimitedLogger drops repeated lines beyond the limit and reports their number after a minute', () => {
  const { inner, clock, logger } = open(2);
  for (let port = 1; port <= 5; port += 1) {
    logger.warn('refused', { port });
  }
  logger.info('listening');
  const before = inner.lines.map(({ message, fields }) => [message, fields.port]);
  expect(before).toEqual([
    ['refused', 1],
    ['refused', 2],
    ['listening', undefined],
  ]);
  clock.advance(MINUTE_MS);
  expect(inner.lines.slice(3)).toEqual([
    {
      level: 'warn',
      message: 'log messages suppressed by rate limit',
      fields: { message: 'refused', suppressed: 3 },
    },
  ]);
});

test.each(['info', 'warn', 'error'] as const)(
  'RateLimitedLogger allows lines again each minute: %s',
  (level) => {
    const { inner, clock, logger } = open(1);
    for (let minute = 1; minute <= 3; minute += 1) {
      logger[level]('refused');
      clock.advance(MINUTE_MS);
    }
    expect(inner.lines.map(({ message }) => message)).toEqual(['refused', 'refused', 'refused']);
  },
);

test.each(['info', 'warn', 'error'] as const)(
  'RateLimitedLogger reports suppressed lines at their own level: %s',
  (level) => {
    const { inner, clock, logger } = open(1);
    logger[level]('refused');
    logger[level]('refused');
    clock.advance(MINUTE_MS);
    expect(inner.lines.at(-1)).toMatchObject({ level, fields: { suppressed: 1 } });
  },
);

test('RateLimitedLogger does not limit debug lines', () => {
  const { inner, logger } = open(1);
  for (let count = 0; count < 5; count += 1) {
    logger.debug('refused');
  }
  expect(inner.lines).toHaveLength(5);
});

test('RateLimitedLogger swallows the errors of its logger', () => {
  const fail = () => {
    throw new Error('the log is full');
  };
  const inner = { debug: fail, info: fail, warn: fail, error: fail };
  const clock = new FakeClock();
  const logger = new RateLimitedLogger(inner, { logRateLimit: 1 }, clock);
  for (const level of ['debug', 'info', 'warn', 'error', 'error'] as const) {
    logger[level]('said');
  }
  clock.advance(MINUTE_MS);
});
