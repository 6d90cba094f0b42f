import type { Client, RunningProcess } from '../../client/index.js';
import { CliError } from '../cli-error.js';
import type { Host } from '../host.js';
import type { SessionRecord } from '../sessions/session-record.js';
import {
  ConnectionNotice,
  currentLine,
  overScreen,
  plainLine,
} from '../terminal/connection-notice.js';
import type { TerminalModes } from '../terminal/terminal-modes.js';
import { watchDaemon } from './open-session.js';
import type { Server, Servers } from './servers.js';

/** What was typed meanwhile comes first: a change of size ends the prompt that `less` may be at. */
const BEFORE_REDRAW_MS = 500;

interface Watched {
  readonly servers: Servers;
  readonly server: Server;
  readonly client: Client;
  readonly record: SessionRecord;
  readonly process: Pick<RunningProcess, 'resize'>;
}

/**
 * Says on standard error that the connection is broken, until it is back.
 *
 * @param onLost is called when it will not come back
 * @returns what stops it, and takes its line away
 */
export const watchConnection = (
  { client, server, servers, record, process }: Watched,
  modes: TerminalModes,
  { stdout, stderr }: Host,
  onLost: (error: CliError) => void,
): (() => void) => {
  const isOnScreen = record.tty && stderr.isTTY;
  const notice = new ConnectionNotice({
    write: (text) => stderr.write(text),
    show: (line) => {
      if (isOnScreen) {
        return overScreen(line, modes.isAlternateScreen);
      }
      return stderr.isTTY ? currentLine(line) : plainLine(line);
    },
  });
  let stopWatching: (() => void) | undefined;
  const over = (): void => {
    stopWatching?.();
    stopWatching = undefined;
    const wasShown = notice.over();
    if (wasShown && isOnScreen && modes.isAlternateScreen && stdout.isTTY) {
      setTimeout(() => redraw(process, stdout), BEFORE_REDRAW_MS).unref();
    }
  };
  const recovering = (): void => {
    notice.lost();
    stopWatching ??= watchDaemon(servers, server, onLost);
  };
  client.on('recovering', recovering).on('recovered', over);
  client.on('lost', ({ message, reason }) => {
    onLost(
      new CliError(
        reason === 'attached-elsewhere' ? 'another terminal has taken the command over' : message,
      ),
    );
  });
  return () => {
    client.off('recovering', recovering).off('recovered', over);
    over();
  };
};

/** A full-screen program draws everything when the size of its terminal changes. */
export const redraw = (
  process: Pick<RunningProcess, 'resize'>,
  { columns, rows }: { columns: number; rows: number },
): void => {
  void process
    .resize({ cols: columns, rows: Math.max(1, rows - 1) })
    .then(() => process.resize({ cols: columns, rows }))
    .catch(() => undefined);
};
