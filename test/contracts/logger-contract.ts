import { describe, expect, test } from '@jest/globals';
import type { LogFields, Logger } from '../../src/application/ports/logger.js';

/** A logger that says everything, and what has become of it. */
export interface LoggerSubject {
  readonly logger: Logger;
  lines(): readonly {
    readonly level: string;
    readonly message: string;
    readonly fields: LogFields;
  }[];
}

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** The rules that every `Logger` keeps to. */
export const loggerContract = (name: string, make: () => LoggerSubject): void => {
  describe(`Logger contract: ${name}`, () => {
    test.each(LEVELS)('writes a line at once with level, message and fields: %s', (level) => {
      const { logger, lines } = make();
      logger[level]('it happened', { count: 1, name: 'x', ok: true });

      expect(lines()).toMatchObject([
        { level, message: 'it happened', fields: { count: 1, name: 'x', ok: true } },
      ]);
    });

    test.each(LEVELS)('writes a line without fields: %s', (level) => {
      const { logger, lines } = make();
      logger[level]('it happened');

      expect(lines()).toMatchObject([{ level, message: 'it happened' }]);
    });

    test('writes lines in order', () => {
      const { logger, lines } = make();
      for (const level of LEVELS) {
        logger[level](`first ${level}`);
      }
      for (const level of LEVELS) {
        logger[level](`then ${level}`);
      }

      expect(lines().map(({ message }) => message)).toEqual([
        ...LEVELS.map((level) => `first ${level}`),
        ...LEVELS.map((level) => `then ${level}`),
      ]);
    });

    test('takes a message neither for a format string nor for several lines', () => {
      const { logger, lines } = make();
      logger.info('100 %s of %d\nand "more"', { name: 'x' });

      expect(lines().map(({ message }) => message)).toEqual(['100 %s of %d\nand "more"']);
    });

    test('accepts a field without a value', () => {
      const { logger, lines } = make();
      logger.info('it happened', { missing: undefined, present: 0 });

      expect(lines()).toMatchObject([{ fields: { present: 0 } }]);
    });
  });
};
