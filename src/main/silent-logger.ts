import type { Logger } from '../application/ports/logger.js';

const say = (): void => undefined;

/** The log of an embedded server that was given none. */
export const silentLogger: Logger = { debug: say, info: say, warn: say, error: say };
