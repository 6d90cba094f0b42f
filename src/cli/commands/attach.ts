import type { AttachOptions } from '../command-options.js';
import type { Host } from '../host.js';
import { attachTo } from '../server/open-session.js';
import { Servers } from '../server/servers.js';
import { redraw } from '../server/watch-connection.js';
import { TerminalModes } from '../terminal/terminal-modes.js';
import { chooseSession } from './choose-session.js';
import { follow } from './follow.js';
import { observeOutput } from './observe-output.js';

/** Goes on with a command: what was missed, then what comes; exits with its code. */
export const attach = async (
  id: string | undefined,
  options: AttachOptions,
  host: Host,
): Promise<number> => {
  const servers = new Servers(host, options);
  const { server, record } = chooseSession(servers, id);
  if (options.observe) {
    return await observeOutput({ servers, server, record }, { afterSeq: 0, follow: true }, host);
  }
  const client = await attachTo(servers, server, record, options.take === true);
  const remote = client.process(record.processId, {
    afterSeq: record.seenSeq,
    tty: record.tty,
    buffer: false,
    reject: false,
    onOutputLost: ({ message }) => {
      // The terminal may be raw.
      host.stderr.write(`exec-server: ${message}${host.stderr.isTTY ? '\r' : ''}\n`);
    },
  });
  if (record.tty && host.stdout.isTTY) {
    host.stdout.write(new TerminalModes(record.modes).restore());
    redraw(remote, host.stdout);
  }
  const { stdin, detachKeys } = options;
  const followed = { client, server, servers, record, process: remote };
  return await follow(followed, { stdin, detachKeys }, host);
};
