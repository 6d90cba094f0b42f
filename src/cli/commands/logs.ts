import type { LogsOptions } from '../command-options.js';
import type { Host } from '../host.js';
import { Servers } from '../server/servers.js';
import { chooseSession } from './choose-session.js';
import { observeOutput } from './observe-output.js';

/** Prints the output that the server has of a command; it stays there for `attach`. */
export const logs = async (
  id: string | undefined,
  { after, follow, tail, json, ...options }: LogsOptions,
  host: Host,
): Promise<number> => {
  const servers = new Servers(host, options);
  const { server, record } = chooseSession(servers, id);
  const settings = { afterSeq: after, follow: follow === true, tail, json };
  return await observeOutput({ servers, server, record }, settings, host);
};
