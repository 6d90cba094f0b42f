/** The server answered a request with an error. */
export class RequestRefused extends Error {
  readonly code: number;

  constructor(method: string, { code, message }: { code: number; message: string }) {
    super(`${method}: ${message} (${code})`);
    this.code = code;
  }
}
