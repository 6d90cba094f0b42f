import { fileError } from './file-error.js';

/** The same, but for errors of the system, which are in the words of the contract. */
export const translateErrors = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw isSystemError(error) ? fileError(error.code) : error;
  });

/** Node's own complaints have codes too; those are faults of this program. */
const isSystemError = (error: unknown): error is { code: string } => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code);
};
