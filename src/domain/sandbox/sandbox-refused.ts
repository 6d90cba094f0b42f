import { ExecServerError } from '../errors.js';

/** A sandbox that was asked for cannot be enforced, so nothing is done. */
export class SandboxRefused extends ExecServerError {
  /** What the client sent stands in back quotes, and in no other way. */
  readonly reason: string;

  /** @param message for the client, where the native program has one of its own. */
  constructor(
    reason: string,
    message = `filesystem sandbox cannot be enforced on this executor: ${reason}`,
  ) {
    super('failed', message);
    this.reason = reason;
  }
}
