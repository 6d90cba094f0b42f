import { ExecServerError } from '../../../domain/errors.js';

/** Parameters that cannot be read: the message names the field and what it should be. */
export class InvalidParams extends ExecServerError {
  constructor(message: string) {
    super('invalid-argument', message);
  }
}

/** Where a member that is not understood could change what the others mean. */
export const unknownField = (name: string): InvalidParams =>
  new InvalidParams(`unknown field \`${name}\`, which could take something away`);
