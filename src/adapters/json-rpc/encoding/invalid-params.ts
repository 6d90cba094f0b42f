import { ExecServerError } from '../../../domain/errors.js';

/** Invalid parameters: the message names the field and what it must be. */
export class InvalidParams extends ExecServerError {
  constructor(message: string) {
    super('invalid-argument', message);
  }
}

/** For objects in which an unknown member could change the meaning of the others. */
export const unknownField = (name: string): InvalidParams =>
  new InvalidParams(`unknown field \`${name}\`, which could be a restriction`);
