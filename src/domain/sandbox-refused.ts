import { ExecServerError } from './errors.js';

/** A sandbox that was asked for cannot be enforced, so nothing is done. */
export class SandboxRefused extends ExecServerError {
  constructor(reason: string) {
    super('failed', `filesystem sandbox cannot be enforced on this executor: ${reason}`);
  }
}
