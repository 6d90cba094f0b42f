import type { ListedProcess } from '../../protocol/process-extensions.js';
import type { PsOptions } from '../command-options.js';
import { exitCodeOf } from '../exit-code.js';
import type { Host } from '../host.js';
import { Servers } from '../server/servers.js';
import { shortId } from '../sessions/session-record.js';
import { type ListedSession, listSessions } from './list-sessions.js';

const SECOND_MS = 1000;
const UNITS = [
  ['d', 24 * 3600],
  ['h', 3600],
  ['m', 60],
] as const;
const GAP = '   ';

/** Lists the commands that run. */
export const ps = async (
  { all, quiet, json, ...options }: PsOptions,
  host: Host,
): Promise<number> => {
  const servers = new Servers(host, options);
  const server = servers.find();
  const sessions = server === undefined ? [] : await listSessions(servers, server);
  const shown = sessions.filter(({ process }) => all || process?.exited !== true);
  if (json) {
    print(
      host,
      shown.map((session) => JSON.stringify(describe(session))),
    );
  } else if (quiet) {
    print(
      host,
      shown.map(({ record }) => shortId(record)),
    );
  } else {
    print(host, table([['ID', 'STATE', 'STARTED', 'COMMAND'], ...shown.map(rowOf)]));
  }
  return 0;
};

const print = ({ stdout }: Host, lines: readonly string[]): void => {
  stdout.write(lines.map((line) => `${line}\n`).join(''));
};

const describe = ({ record, process }: ListedSession): object => ({
  id: shortId(record),
  command: record.command,
  tty: record.tty,
  startedAtMs: record.startedAtMs,
  state: stateOf(process),
  pid: process?.pid ?? null,
  exitCode: process?.exited ? exitCodeOf(process.exitCode, process.signal) : null,
  signal: process?.signal ?? null,
  exitedAtMs: process?.exitedAtMs ?? null,
});

const stateOf = (process: ListedProcess | undefined): string => {
  if (process === undefined) {
    return 'starting';
  }
  if (process.exited) {
    return 'exited';
  }
  return process.paused ? 'paused' : 'running';
};

const rowOf = ({ record, process }: ListedSession): readonly string[] => {
  const state = stateOf(process);
  const detail = state === 'exited' ? ` (${exitCodeOf(process?.exitCode, process?.signal)})` : '';
  return [
    shortId(record),
    state === 'paused' ? 'paused: attach reads on' : `${state}${detail}`,
    `${ago(Date.now() - record.startedAtMs)} ago`,
    oneLine(record.command),
  ];
};

/** Control characters of arguments would reach the terminal. */
const oneLine = (command: readonly string[]): string => command.join(' ').replace(/\p{Cc}+/gu, ' ');

/** Such as `42s` or `3h`. */
const ago = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / SECOND_MS));
  const [unit, size] = UNITS.find(([, unitSeconds]) => seconds >= unitSeconds) ?? ['s', 1];
  return `${Math.floor(seconds / size)}${unit}`;
};

const table = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
};
