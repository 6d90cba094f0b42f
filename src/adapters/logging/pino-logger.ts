import { type DestinationStream, type Logger as Pino, pino } from 'pino';
import type { LogFields, Logger } from '../../application/ports/logger.js';

/** From the most to the least verbose; `silent` logs nothing. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Logs through pino: one JSON object a line. */
export class PinoLogger implements Logger {
  readonly #pino: Pino;

  /** @param destination receives each line synchronously, so that the last lines survive an exit. */
  constructor(level: LogLevel, destination: DestinationStream) {
    this.#pino = pino({ level, base: { pid: process.pid } }, destination);
  }

  setLevel(level: LogLevel): void {
    this.#pino.level = level;
  }

  debug(message: string, fields: LogFields = {}): void {
    this.#pino.debug(fields, message);
  }

  info(message: string, fields: LogFields = {}): void {
    this.#pino.info(fields, message);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.#pino.warn(fields, message);
  }

  error(message: string, fields: LogFields = {}): void {
    this.#pino.error(fields, message);
  }
}
