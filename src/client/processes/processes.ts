import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ListedProcess } from '../../protocol/process-extensions.js';
import type { ResumableConnection } from '../connection/resumable-connection.js';
import { ExtensionsMissing } from '../errors.js';
import type { FollowerRegistry } from '../following/follower.js';
import { pollingFollowers } from '../following/polling-follower.js';
import { ProcessRegistry } from '../following/process-registry.js';
import type { ProcessOrigin } from './process-origin.js';
import type { FollowOptions, Input, OutputOptions, RunOptions } from './run-options.js';
import { RunningProcess } from './running-process.js';
import { startParams, takesInput } from './start-params.js';
import { listProcesses, type Start, startProcess } from './start-process.js';

/** Words that a shell takes as they are. */
const PLAIN_WORD = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** The processes of a session. */
export class Processes {
  readonly #connection: ResumableConnection;
  /** Those that are followed. */
  readonly registry: ProcessRegistry;

  constructor(connection: ResumableConnection) {
    this.#connection = connection;
    this.registry = new ProcessRegistry(connection);
  }

  run<O extends RunOptions>(
    command: readonly string[],
    options: O,
  ): RunningProcess<O & OutputOptions> {
    const connection = this.#connection;
    const processId = options.processId ?? this.registry.newId();
    const isTerminal = options.tty !== undefined && options.tty !== false;
    const start = async (): Promise<Start> => {
      if (options.input !== undefined && !isTerminal && !connection.hasExtensions) {
        throw new ExtensionsMissing('the end of standard input, which `input` has,');
      }
      const params = startParams(processId, command, options, connection.environment);
      return await startProcess(connection, params);
    };
    const input: ProcessOrigin['input'] = {};
    const process = new RunningProcess<O & OutputOptions>(
      {
        connection,
        registry: this.registry,
        processId,
        command: quoteCommand(command),
        afterSeq: 0,
        isTerminal,
        takesInput: takesInput(options),
        input,
        start,
      },
      options,
    );
    if (options.input !== undefined) {
      feed(process, options.input, (error) => {
        input.failure = error;
        process.kill('SIGKILL').catch(() => undefined);
      });
    }
    return process;
  }

  follow<O extends FollowOptions>(
    processId: string,
    options: O,
  ): RunningProcess<O & OutputOptions> {
    const takesInput = true;
    return follow(this.#connection, this.registry, { processId, takesInput }, options);
  }

  list(): Promise<readonly ListedProcess[]> {
    return listProcesses(this.#connection);
  }
}

/** The processes of a session that is observed. */
export class ObservedProcesses {
  readonly #connection: ResumableConnection;

  constructor(connection: ResumableConnection) {
    this.#connection = connection;
  }

  follow<O extends FollowOptions>(
    processId: string,
    options: O,
  ): RunningProcess<O & OutputOptions> {
    const registry = pollingFollowers(this.#connection);
    return follow(this.#connection, registry, { processId, takesInput: false }, options);
  }

  list(): Promise<readonly ListedProcess[]> {
    return listProcesses(this.#connection);
  }
}

/** Follows a process that was started before. */
const follow = <O extends FollowOptions>(
  connection: ResumableConnection,
  registry: FollowerRegistry,
  process: { readonly processId: string; readonly takesInput: boolean },
  options: O,
): RunningProcess<O & OutputOptions> =>
  new RunningProcess<O & OutputOptions>(
    {
      ...process,
      connection,
      registry,
      command: process.processId,
      afterSeq: options.afterSeq ?? 0,
      isTerminal: options.tty === true,
      input: {},
      start: async () => ({ pid: undefined, isInterrupted: true }),
    },
    options,
  );

/** Writes the input; calls `onFailed` where that fails by itself: nothing else would end a process that reads it. */
const feed = (process: RunningProcess, input: Input, onFailed: (error: Error) => void): void => {
  const { stdin } = process;
  if (stdin === null) {
    return;
  }
  if (typeof input === 'string' || input instanceof Uint8Array) {
    stdin.end(input);
    return;
  }
  const source = input instanceof Readable ? input : Readable.from(input);
  source.once('error', (error) => {
    // It is destroyed as well where the process takes no more.
    if (!stdin.destroyed) {
      onFailed(error);
    }
  });
  pipeline(source, stdin).catch(() => undefined);
};

/** The command as it is typed into a shell. */
const quoteCommand = (command: readonly string[]): string =>
  command
    .map((word) => (PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
