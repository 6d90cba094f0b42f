import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { SessionConnection } from '../connection/session-connection.js';
import { ConnectionLost, ExtensionsMissing, UnsupportedByProtocol } from '../errors.js';
import type { ProcessEvent, ProcessExit } from '../following/process-event.js';
import type { ProcessFollower } from '../following/process-follower.js';
import type { ProcessRegistry } from '../following/process-registry.js';
import type { Start } from '../processes/start-process.js';
import { ChildKiller } from './child-killer.js';
import { ChildStdio } from './child-stdio.js';
import { signalName } from './signals.js';
import type { SpawnCommand } from './spawn-command.js';
import { abortError, spawnError } from './spawn-error.js';
import { startChild } from './start-child.js';

/** Where child processes are started. */
export interface SpawnContext {
  readonly connection: SessionConnection;
  readonly registry: ProcessRegistry;
}

/**
 * A process on the server with the interface of Node's `ChildProcess`: the same streams, properties, and events in the same
 * order. `pid` is that on the server, known from the event `spawn` on; no process of this host has it. `ref` and `unref`
 * have no effect: the connection keeps this program running until the client is closed.
 */
export class RemoteChildProcess extends EventEmitter implements ChildProcess {
  readonly stdin: Writable | null;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  readonly stdio: ChildProcess['stdio'];
  /** Undefined before the event `spawn`, and on a server without the extensions. */
  declare readonly pid?: number;
  readonly connected = false;
  readonly channel = null;
  exitCode: number | null = null;
  signalCode: NodeJS.Signals | null = null;
  killed = false;
  readonly spawnfile: string;
  readonly spawnargs: string[];
  /** Its id in the session; not in Node. */
  readonly processId: string;
  readonly #command: SpawnCommand;
  readonly #follower: ProcessFollower;
  readonly #stdio: ChildStdio;
  readonly #started: Promise<Start>;
  readonly #killer: ChildKiller;
  /** Events that wait for `spawn`; undefined: nothing waits any more. */
  #waiting: ProcessEvent[] | undefined = [];
  /** It has exited, could not be started, or cannot be followed any longer. */
  #hasEnded = false;
  #pendingEnds = 2;

  constructor({ connection, registry }: SpawnContext, command: SpawnCommand) {
    super();
    this.#command = command;
    this.spawnfile = command.spawnfile;
    this.spawnargs = [...command.spawnargs];
    this.processId = registry.newId();
    this.#follower = registry.follow(this.processId, 0, {
      onEvent: (event) => this.#take(event),
      onLost: (lost) => this.#fail(lost),
      onFailed: (error) => this.#fail(error),
    });
    this.#started = startChild(connection, this.processId, command);
    this.#stdio = new ChildStdio(
      command.stdio,
      { connection, processId: this.processId, isTerminal: false, started: this.#started },
      (bytes) => this.#follower.setBacklog(bytes),
    );
    this.stdin = this.#stdio.stdin;
    this.stdout = this.#stdio.stdout;
    this.stderr = this.#stdio.stderr;
    this.stdio = [this.stdin, this.stdout, this.stderr] as unknown as ChildProcess['stdio'];
    this.stdin?.on('error', (error) => this.#inputFailed(error));
    this.#stdio.onClosed(() => this.#closeOnce());
    this.#started.then(
      (start) => process.nextTick(() => this.#spawned(start)),
      (error) => process.nextTick(() => this.#notStarted(error)),
    );
    this.#killer = new ChildKiller(
      { connection, processId: this.processId, started: this.#started },
      {
        options: command.options,
        kill: (signal) => this.kill(signal as NodeJS.Signals),
        onAborted: (reason) => this.emit('error', abortError(reason)),
      },
    );
  }

  /**
   * Sends a signal to the process group, once the process is started. Returns whether it has not ended; 0 sends nothing.
   *
   * @throws {TypeError} `ERR_UNKNOWN_SIGNAL`
   * @throws {ExtensionsMissing} for another signal than SIGINT and SIGKILL, on a server without the extensions
   */
  kill(signal: NodeJS.Signals | number = 'SIGTERM'): boolean {
    if (signal === 0) {
      return !this.#hasEnded;
    }
    const name = signalName(signal);
    if (this.#hasEnded) {
      return false;
    }
    this.#killer.send(name);
    this.killed = true;
    return true;
  }

  ref(): void {
    // See the documentation of the class.
  }

  unref(): void {
    // See the documentation of the class.
  }

  send(): never {
    throw new UnsupportedByProtocol('an IPC channel', 'use a socket on the server');
  }

  disconnect(): never {
    return this.send();
  }

  [Symbol.dispose](): void {
    this.kill();
  }

  #spawned({ isInterrupted, pid }: Start): void {
    if (pid !== undefined) {
      Object.assign(this, { pid });
    }
    this.emit('spawn');
    this.#follower.started();
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const event of waiting) {
      this.#take(event);
    }
    if (isInterrupted) {
      void this.#follower.catchUp();
    }
  }

  #notStarted(answer: Error): void {
    if (this.#hasEnded) {
      // The loss of the session was reported before.
      return;
    }
    const error = spawnError(answer, this.#command);
    this.exitCode = (error as NodeJS.ErrnoException).errno ?? -1;
    this.#ended();
    this.#follower.release();
    try {
      this.emit('error', error);
    } finally {
      this.#stdio.finish();
      this.#stdio.flush();
      this.#closeOnce();
    }
  }

  #take(event: ProcessEvent): void {
    if (this.#waiting !== undefined) {
      this.#waiting.push(event);
    } else if (event.kind === 'output') {
      this.#stdio.append(event.stream, event.bytes);
    } else if (event.kind === 'exited') {
      this.#exited(event.exit);
    } else {
      this.#stdio.finish();
    }
  }

  #exited(exit: ProcessExit): void {
    const signal = this.#killer.signalOf(exit);
    if (signal === undefined) {
      this.exitCode = exit.exitCode;
    } else {
      this.signalCode = signal as NodeJS.Signals;
    }
    this.#ended();
    try {
      this.emit('exit', this.exitCode, this.signalCode);
    } finally {
      process.nextTick(() => this.#stdio.flush());
      this.#closeOnce();
    }
  }

  /** It cannot be followed any longer, or its output is not whole. */
  #fail(error: Error): void {
    const hasExited = this.#hasEnded;
    this.#ended();
    this.#follower.release();
    process.nextTick(() => {
      try {
        this.#emitFailure(error);
      } finally {
        this.#stdio.fail(error);
        if (!hasExited) {
          this.#closeOnce();
        }
      }
    });
  }

  #emitFailure(error: Error): void {
    const isClosed = error instanceof ConnectionLost && error.reason === 'closed';
    // A caller that has closed the client expects no more events.
    if (!isClosed || this.listenerCount('error') > 0) {
      this.emit('error', error);
    }
  }

  #ended(): void {
    this.#hasEnded = true;
    this.#killer.stop();
    this.#stdio.endInput();
  }

  /** Called after the last of `exit` and `error`, and when the streams are closed: `close` follows both. */
  #closeOnce(): void {
    this.#pendingEnds -= 1;
    if (this.#pendingEnds === 0) {
      this.emit('close', this.exitCode, this.signalCode);
    }
  }

  /** A process that waits for an end of its input that cannot be sent would wait for ever. */
  #inputFailed(error: Error): void {
    if (error instanceof ExtensionsMissing) {
      this.emit('error', error);
    }
  }
}
