import type { Host } from '../host.js';
import { attachTo, SessionEnded } from '../server/open-session.js';
import { type ServerOptions, Servers } from '../server/servers.js';
import { chooseSession } from './choose-session.js';

/** Kills commands that run, and forgets them with their output. */
export const rm = async (
  ids: readonly string[],
  options: ServerOptions,
  host: Host,
): Promise<number> => {
  const servers = new Servers(host, options);
  for (const id of ids) {
    const { server, record } = chooseSession(servers, id);
    try {
      const client = await attachTo(servers, server, record, true);
      await client.end();
      servers.records.remove(record);
    } catch (error) {
      if (!(error instanceof SessionEnded)) {
        throw error;
      }
    }
  }
  return 0;
};
