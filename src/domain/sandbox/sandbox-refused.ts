import { ExecServerError } from '../errors.js';

/** A requested sandbox cannot be enforced, so the request is refused. */
export class SandboxRefused extends ExecServerError {
  /** For the log: text of the client appears in back quotes only. */
  readonly reason: string;

  /** @param message for the client, where upstream has a text of its own. */
  constructor(
    reason: string,
    message = `filesystem sandbox cannot be enforced on this executor: ${reason}`,
  ) {
    super('failed', message);
    this.reason = reason;
  }
}
