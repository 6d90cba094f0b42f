/**
 * An outgoing HTTP request failed. Its message may be sent to clients and logged: it contains nothing that
 * was sent or received, no proxy address and no password.
 */
export class ExchangeFailed extends Error {
  override readonly name = 'ExchangeFailed';
}

/** A text followed by the known cause of the error. */
export const withFault = (text: string, error: unknown): string =>
  error instanceof ExchangeFailed ? `${text}: ${error.message}` : text;
