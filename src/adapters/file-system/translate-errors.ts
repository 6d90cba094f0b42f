import { fileError } from './file-error.js';

/** Passes the result on, and translates system errors to upstream's texts. */
export const translateErrors = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw isSystemError(error) ? fileError(error.code) : error;
  });

/** Node's own errors have codes too; they are bugs of this program. */
const isSystemError = (error: unknown): error is { code: string } => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code);
};
