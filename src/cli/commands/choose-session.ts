import { CliError } from '../cli-error.js';
import type { Server, Servers } from '../server/servers.js';
import type { SessionRecord } from '../sessions/session-record.js';

/** A session, and the server that has it. */
export interface Chosen {
  readonly server: Server;
  readonly record: SessionRecord;
}

/** The session that an id means, without one the newest. @throws {CliError} */
export const chooseSession = (servers: Servers, id: string | undefined): Chosen => {
  const server = servers.find();
  if (server !== undefined && id !== undefined) {
    return { server, record: servers.records.find(server.key, id) };
  }
  const record = server && servers.records.of(server.key).at(-1);
  if (server === undefined || record === undefined) {
    throw new CliError('nothing runs: no command has been left running, or all have ended');
  }
  return { server, record };
};
