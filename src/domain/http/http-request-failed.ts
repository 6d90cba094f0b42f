/**
 * An HTTP exchange with somebody else went wrong. Its message says how, in words that a client and the log may see:
 * nothing that was sent or came, no address of a proxy, no password.
 */
export class ExchangeFailed extends Error {
  override readonly name = 'ExchangeFailed';
}

/** A text with what is known of the fault behind it. */
export const withFault = (text: string, error: unknown): string =>
  error instanceof ExchangeFailed ? `${text}: ${error.message}` : text;
