import { type ErrorDetails, ExecServerError } from '../../../domain/errors.js';

/** Invalid parameters: the message names the field and what it must be. */
export class InvalidParams extends ExecServerError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('invalid-argument', message, details);
  }
}

/** A path URI that has no meaning on this kind of host. */
export class ForeignPathParam extends InvalidParams {
  readonly field: string;

  constructor(field: string, uri: string) {
    super(`the path in field \`${field}\` is invalid on this host`, { foreignPath: uri });
    this.field = field;
  }
}

/** A path of another kind of host in a sandbox: there it means that the sandbox cannot be prepared. */
export class ForeignSandboxPath extends ForeignPathParam {}

/** A kind of sandbox that this host does not have. */
export class UnavailableSandbox extends InvalidParams {}

/** For objects in which an unknown member could change the meaning of the others. */
export const unknownField = (name: string): InvalidParams =>
  new InvalidParams(`unknown field \`${name}\`, which could be a restriction`);
