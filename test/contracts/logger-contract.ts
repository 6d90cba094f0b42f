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

/** What everybody who takes a `Logger` relies on. */
export const loggerContract = (name: string, make: () => LoggerSubject): void => {
  describe(`the logger contract: ${name}`, () => {
    test.each(LEVELS)(
      'a line is written at once, with its level, message and fields: %s',
      (level) => {
        const { logger, lines } = make();
        logger[level]('it happened', { count: 1, name: 'x', ok: true });

        expect(lines()).toMatchObject([
          { level, message: 'it happened', fields: { count: 1, name: 'x', ok: true } },
        ]);
      },
    );

    test.each(LEVELS)('a line needs no fields: %s', (level) => {
      const { logger, lines } = make();
      logger[level]('it happened');

      expect(lines()).toMatchObject([{ level, message: 'it happened' }]);
    });

    test('lines come in the order in which they were said', () => {
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

    test('a message is never taken for a format, nor for more than one line', () => {
      const { logger, lines } = make();
      logger.info('100 %s of %d\nand "more"', { name: 'x' });

      expect(lines().map(({ message }) => message)).toEqual(['100 %s of %d\nand "more"']);
    });

    test('a field without a value is no fault', () => {
      const { logger, lines } = make();
      logger.info('it happened', { missing: undefined, present: 0 });

      expect(lines()).toMatchObject([{ fields: { present: 0 } }]);
    });
  });
};
