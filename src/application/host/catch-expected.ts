import { ExecServerError } from '../../domain/errors.js';
import type { Answer } from '../ports/answer.js';

/**
 * Resolves with the result of `attempt`, or of `otherwise` when it fails as the rules foresee, such as for a file that is missing.
 * Every other error is one of this program, and is thrown on.
 */
export const catchExpected = async <T, F>(
  attempt: () => Answer<T>,
  otherwise: (failure: ExecServerError) => F,
): Promise<T | F> => {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof ExecServerError) {
      return otherwise(error);
    }
    throw error;
  }
};
