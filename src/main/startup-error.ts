import { describeOsError, OS_ERRORS } from '../protocol/os-errors.js';

/** The server cannot start as configured: the message is one line that says what to change. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

/** The text is upstream's, followed by the address. */
export const explainListenError =
  (address: string) =>
  (error: NodeJS.ErrnoException): never => {
    const code = error.code ?? '';
    throw new StartupError(
      code in OS_ERRORS ? `${describeOsError(code)}: ${address}` : error.message,
    );
  };
