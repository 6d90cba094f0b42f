import { redactError } from '../application/logging/log-redaction.js';
import type { Logger } from '../application/ports/logger.js';

/** Long, since a runner may have to end remote containers. */
const TIMEOUT_MS = 30_000;

/**
 * Disposes of an adapter; a failure or a timeout is logged, so that the other adapters are still disposed of.
 */
export const dispose = async (
  adapter: { dispose(): Promise<void> },
  logger: Logger,
): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, TIMEOUT_MS, 'late');
  });
  try {
    const end = await Promise.race([adapter.dispose(), tooLate]);
    if (end === 'late') {
      logger.error('adapter disposal timed out');
    }
  } catch (error) {
    logger.error('adapter disposal failed', { cause: redactError(error) });
  } finally {
    clearTimeout(timer);
  }
};
