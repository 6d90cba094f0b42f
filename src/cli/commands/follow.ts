import type { Writable } from 'node:stream';
import type { Client, RunningProcess, RunResult } from '../../client/index.js';
import type { SignalName } from '../../protocol/process-extensions.js';
import { CliError } from '../cli-error.js';
import { EXIT_BROKEN_PIPE, exitCodeOf } from '../exit-code.js';
import type { Host } from '../host.js';
import { explainFor } from '../server/open-session.js';
import type { Server, Servers } from '../server/servers.js';
import { watchConnection } from '../server/watch-connection.js';
import { type SessionRecord, shortId } from '../sessions/session-record.js';
import { flush, openOutput } from '../terminal/open-output.js';
import { TerminalModes } from '../terminal/terminal-modes.js';
import { copyOutput, OutputClosed } from './copy-output.js';
import { endSession, endUnread, leaveRunning } from './end-session.js';
import { isTypedRaw, passInput } from './pass-input.js';
import { passSignals } from './pass-signals.js';
import { SeenOutput } from './seen-output.js';

/** A command that runs, and where. */
export interface Followed {
  readonly servers: Servers;
  readonly server: Server;
  readonly client: Client;
  readonly record: SessionRecord;
  readonly process: RunningProcess<{ buffer: false; reject: false }>;
}

export interface FollowSettings {
  /** Standard input is passed on. */
  readonly stdin: boolean;
  readonly detachKeys: Buffer;
}

/** How following a command ends. */
type End =
  | { readonly kind: 'ended'; readonly result: RunResult }
  | { readonly kind: 'detached' | 'hung-up' | 'output-closed' }
  | { readonly kind: 'failed'; readonly error: Error };

const EXIT_TIMEOUT = 124;
const EXIT_HANGUP = exitCodeOf(undefined, 'SIGHUP');

/**
 * Is the terminal of a command until it ends or is left running: passes on its output, input, signals and size.
 *
 * @returns its exit code, or that for how it was left
 * @throws {CliError}
 */
export const follow = async (
  followed: Followed,
  settings: FollowSettings,
  host: Host,
): Promise<number> => {
  const { process: remote, record, servers } = followed;
  const outputs = { stdout: openOutput(host.stdout), stderr: openOutput(host.stderr) };
  const modes = new TerminalModes(record.modes);
  const seen = new SeenOutput(servers.records, record, remote, modes, Object.values(outputs));
  const copied = copyOutputs(remote, outputs, modes);
  const cleanups: (() => void)[] = [];
  try {
    const end = await new Promise<End>((resolve) => {
      cleanups.push(
        watchConnection(followed, modes, host, (error) => resolve({ kind: 'failed', error })),
        passSignals({
          pass: (signal) => void pass(signal, followed).catch(() => undefined),
          hangUp: () => resolve({ kind: 'hung-up' }),
          quit: () => resolve({ kind: 'detached' }),
        }),
        passSize(remote, record, host),
      );
      if (settings.stdin && remote.stdin !== null) {
        const keys = isTypedRaw(host, record.tty) ? settings.detachKeys : undefined;
        cleanups.push(
          passInput(host, remote.stdin, keys, {
            detach: () => resolve({ kind: 'detached' }),
            fail: (error) => resolve(failedInput(error, followed)),
          }),
        );
      }
      Promise.all([remote, copied]).then(
        ([result]) => resolve({ kind: 'ended', result }),
        (error: Error) =>
          resolve(error instanceof OutputClosed ? closedOutput(host) : { kind: 'failed', error }),
      );
    });
    // The terminal is restored first: what is said then is below what the command has printed.
    for (const cleanup of cleanups.reverse()) {
      cleanup();
    }
    if (end.kind === 'detached' || end.kind === 'hung-up') {
      // The last output to a terminal that has closed may not have been displayed: `attach` repeats it.
      const isShown = end.kind === 'detached' || !host.stdout.isTTY;
      await leaveRunning(followed, seen, isShown ? copied : undefined);
    }
    if (host.stdout.isTTY) {
      outputs.stdout.write(modes.reset());
    }
    return await conclude(end, followed, seen, host);
  } finally {
    seen.stop();
    await Promise.all(Object.values(outputs).map(flush));
  }
};

/** The signal alone: `kill` of a process has SIGTERM followed by SIGKILL. */
const pass = async (
  signal: SignalName,
  { client, process: { id, started } }: Followed,
): Promise<void> => {
  await started;
  const params = { processId: id, signal: signal === 'SIGINT' ? 'interrupt' : signal } as const;
  await client.request('process/signal', params, { repeat: true });
};

/** Prints the output as it comes; resolves when it has ended and all of it is printed. */
const copyOutputs = async (
  remote: Followed['process'],
  { stdout, stderr }: { stdout: Writable; stderr: Writable },
  modes: TerminalModes,
): Promise<void> => {
  for (const output of [stdout, stderr]) {
    output.on('error', () => undefined);
  }
  await Promise.all([
    copyOutput(remote.stdout, stdout, (bytes) => modes.observe(bytes)),
    copyOutput(remote.stderr, stderr),
  ]);
  await Promise.all([stdout, stderr].map(flush));
};

/** A terminal that closes may be found out here before SIGHUP comes. */
const closedOutput = ({ stdout }: Host): End => ({
  kind: stdout.isTTY ? 'hung-up' : 'output-closed',
});

/** Once the command is started: one that is left before would be lost. */
const failedInput = async (
  { message }: Error,
  { process: { started }, record }: Followed,
): Promise<End> => {
  await started;
  const text = `standard input cannot be read: ${message}; ${shortId(record)} is left running`;
  return { kind: 'failed', error: new CliError(text) };
};

const passSize = (
  remote: Followed['process'],
  { tty }: SessionRecord,
  host: Host,
): (() => void) => {
  const { stdout } = host;
  if (!tty || !stdout.isTTY) {
    return () => undefined;
  }
  const resize = (): void => {
    remote.resize({ cols: stdout.columns, rows: stdout.rows }).catch(() => undefined);
  };
  stdout.on('resize', resize);
  return () => stdout.off('resize', resize);
};

const conclude = async (
  end: End,
  { client, process: remote, record, server, servers }: Followed,
  seen: SeenOutput,
  host: Host,
): Promise<number> => {
  switch (end.kind) {
    case 'ended':
      await endSession(client, seen);
      return codeOf(end.result, host);
    case 'output-closed':
      await endUnread(remote);
      await endSession(client, seen);
      return EXIT_BROKEN_PIPE;
    case 'failed':
      remote.release();
      await client.detach();
      return explainFor(servers, record)(end.error);
    case 'hung-up':
      return EXIT_HANGUP;
    default:
      host.stderr.write(
        `\nexec-server: left running; come back with: exec-server attach ${shortId(record)}${server.isOwn ? '' : ` --url ${server.url}`}\n`,
      );
      return 0;
  }
};

/** @throws {CliError} when it is not known how the command ended */
const codeOf = (result: RunResult, { stderr }: Host): number => {
  if (result.timedOut) {
    stderr.write('exec-server: the command took longer than --timeout and was killed\n');
    return EXIT_TIMEOUT;
  }
  if (result.exitCode === undefined && result.signal === undefined) {
    const { cause, message } = result as RunResult & Partial<Error>;
    throw new CliError((cause as Error | undefined)?.message ?? message ?? 'the command is lost');
  }
  return exitCodeOf(result.exitCode, result.signal);
};
