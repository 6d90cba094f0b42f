import { redactError } from '../application/logging/describe-fault.js';
import type { Logger } from '../application/ports/logger.js';

/** A runner may have to end containers elsewhere, which is not done in a moment. */
const TIMEOUT_MS = 30_000;

/** Disposes of an adapter; one that fails at it, or takes for ever, does not keep the others from being ended. */
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
