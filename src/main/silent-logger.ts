import type { Logger } from '../application/ports/logger.js';

const say = (): void => undefined;

/** The logger of an embedded server without the option `logger`. */
export const silentLogger: Logger = { debug: say, info: say, warn: say, error: say };
