import type { ClientConnection } from '../../connection/client-connection.js';
import type { HostDescription, HostInformation } from '../../ports/host-information.js';

/** Describes the host to a client. */
export class DescribeEnvironment {
  readonly #host: HostInformation;

  constructor(host: HostInformation) {
    this.#host = host;
  }

  /** @throws {ExecServerError} before the connection is initialized. */
  execute(connection: ClientConnection): HostDescription {
    connection.requireSession('environment info');
    return this.#host.describe();
  }
}
