import { ExecServerError } from '../../domain/errors.js';

/** Parameters that cannot be read: the message names the field and what it should be. */
export class InvalidParams extends ExecServerError {
  constructor(message: string) {
    super('invalid-argument', message);
  }
}
