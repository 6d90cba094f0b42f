import type { Logger } from '../application/ports/logger.js';

const ignore = (): void => undefined;

/** The logger of an embedded server without the option `logger`. */
export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
