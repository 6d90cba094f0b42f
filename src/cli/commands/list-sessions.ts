import type { ListedProcess } from '../../protocol/process-extensions.js';
import { observing, SessionEnded } from '../server/open-session.js';
import type { Server, Servers } from '../server/servers.js';
import type { SessionRecord } from '../sessions/session-record.js';

/** As many sessions are looked at at once. */
const AT_ONCE = 8;

/** A session as it is now; undefined process: its command has not been started. */
export interface ListedSession {
  readonly record: SessionRecord;
  readonly process: ListedProcess | undefined;
}

/** The sessions that the server still has, oldest first; the others are forgotten. */
export const listSessions = async (
  servers: Servers,
  server: Server,
): Promise<readonly ListedSession[]> => {
  const records = servers.records.of(server.key);
  const listed: ListedSession[] = [];
  for (let start = 0; start < records.length; start += AT_ONCE) {
    const some = records.slice(start, start + AT_ONCE);
    const found = await Promise.all(some.map((record) => look(servers, server, record)));
    listed.push(...found.filter((session) => session !== undefined));
  }
  return listed;
};

const look = async (
  servers: Servers,
  server: Server,
  record: SessionRecord,
): Promise<ListedSession | undefined> => {
  try {
    const processes = await observing(servers, server, record, (observer) => observer.processes());
    return { record, process: processes.find(({ processId }) => processId === record.processId) };
  } catch (error) {
    if (error instanceof SessionEnded) {
      return undefined;
    }
    throw error;
  }
};
