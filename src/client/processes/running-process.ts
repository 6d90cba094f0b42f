import { Readable, Writable } from 'node:stream';
import type { ReadableStream, WritableStream } from 'node:stream/web';
import type { SignalName, TerminalSize } from '../../protocol/process-extensions.js';
import { ConnectionLost, type OutputLost } from '../errors.js';
import type { Follower } from '../following/follower.js';
import type { ProcessEvent, ProcessExit } from '../following/process-event.js';
import { withStackOf } from './call-site.js';
import { InputStream } from './input-stream.js';
import { linesOf } from './lines.js';
import { MAX_BUFFER_BYTES, outcomeOf } from './outcome.js';
import { ProcessKiller } from './process-killer.js';
import type { ProcessOrigin } from './process-origin.js';
import { ProcessOutput } from './process-output.js';
import type { KillOptions, OutputOptions } from './run-options.js';
import { RunError, type RunResult } from './run-result.js';

/**
 * A process on the server: a promise of its result, streams, and an iterable of the lines of its standard output. A process whose
 * output is not read is paused, and so is one whose reader is slow.
 */
export class RunningProcess<O extends OutputOptions = OutputOptions>
  implements PromiseLike<RunResult<O>>, AsyncIterable<string>
{
  /** Its id in the session, by which another client finds it. */
  readonly id: string;
  /** Null where it reads from `/dev/null`. */
  readonly stdin: Writable | null;
  /** Resolves when the server has started it. */
  readonly started: Promise<void>;
  /** Resolves when it has exited; what it left running may print until the result comes. */
  readonly exited: Promise<ProcessExit>;
  readonly #origin: ProcessOrigin;
  readonly #options: O & KillOptions;
  readonly #output: ProcessOutput;
  readonly #follower: Follower;
  readonly #killer: ProcessKiller;
  readonly #result: Promise<RunResult<O>>;
  readonly #beganMs = performance.now();
  readonly #site = new Error();
  #pid: number | undefined;
  #exit: ProcessExit | undefined;
  #isSettled = false;
  #resolve: (result: RunResult<O>) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  #resolveExited: (exit: ProcessExit) => void = () => undefined;
  #rejectExited: (error: Error) => void = () => undefined;

  constructor(origin: ProcessOrigin, options: O & KillOptions) {
    this.id = origin.processId;
    this.#origin = origin;
    this.#options = options;
    this.#result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.exited = new Promise((resolve, reject) => {
      this.#resolveExited = resolve;
      this.#rejectExited = reject;
    });
    this.exited.catch(() => undefined);
    this.#output = new ProcessOutput({
      isKept: options.buffer !== false,
      maxBytes: options.maxBuffer ?? MAX_BUFFER_BYTES,
      hasAll: options.all === true,
      onBacklog: (bytes) => this.#follower.setBacklog(bytes),
      onOverflow: () => this.#killer.killFor('isMaxBuffer'),
    });
    this.#follower = origin.registry.follow(this.id, origin.afterSeq, {
      onEvent: (event) => this.#take(event),
      onLost: (lost) => this.#lost(lost),
      onFailed: (error) => this.#fail(error),
    });
    this.started = this.#start();
    this.started.catch(() => undefined);
    this.#killer = new ProcessKiller(origin.connection, this.id, options, this.started);
    const { connection, isTerminal, processId } = origin;
    this.stdin = origin.takesInput
      ? new InputStream({ connection, processId, isTerminal, started: this.started })
      : null;
  }

  get stdout(): Readable {
    return this.#output.stdout;
  }

  /** Empty for a process on a terminal. */
  get stderr(): Readable {
    return this.#output.stderr;
  }

  /** With `all: true`: both, interleaved. */
  get all(): Readable | undefined {
    return this.#output.all;
  }

  /** The number of the newest event that came: `client.process(id, { afterSeq })` goes on behind it. */
  get lastSeq(): number {
    return this.#follower.lastSeq;
  }

  /** Its process id on the server's host; undefined until it is started, and where the server does not tell. */
  get pid(): number | undefined {
    return this.#pid;
  }

  /** How it ended; undefined while it runs. */
  get exit(): ProcessExit | undefined {
    return this.#exit;
  }

  /**
   * Sends a signal to its process group. SIGTERM, the default, is followed by SIGKILL after `killAfterMs`. Resolves with whether it
   * still ran.
   *
   * @throws {ExtensionsMissing} for a signal other than SIGINT and SIGKILL
   */
  async kill(signal?: SignalName): Promise<boolean> {
    return await this.#killer.kill(signal);
  }

  /** Changes the size of its terminal. @throws {ExtensionsMissing} */
  async resize(size: TerminalSize): Promise<void> {
    await this.#killer.resize(size);
  }

  /** Stops following it; it goes on. Its streams end behind what has come, and the promise of its result never settles. */
  release(): void {
    this.#isSettled = true;
    this.#killer.stop();
    this.#follower.release();
    this.#output.finish();
  }

  /** Its streams as web streams. */
  toWeb(): { stdin: WritableStream | null; stdout: ReadableStream; stderr: ReadableStream } {
    return {
      stdin: this.stdin && Writable.toWeb(this.stdin),
      stdout: Readable.toWeb(this.stdout),
      stderr: Readable.toWeb(this.stderr),
    };
  }

  /** The lines of one output; ends with an error as the promise does. */
  async *lines(from: 'stdout' | 'stderr' | 'all' = 'stdout'): AsyncGenerator<string> {
    const stream = this[from];
    if (stream === undefined) {
      throw new TypeError('`all` needs the option `all: true`');
    }
    setImmediate(() => this.#output.discardUnread());
    yield* linesOf(stream);
    await this;
  }

  [Symbol.asyncIterator](): AsyncGenerator<string> {
    return this.lines();
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise of its result
  then<T = RunResult<O>, F = never>(
    onResult?: ((result: RunResult<O>) => T | PromiseLike<T>) | null,
    onError?: ((error: RunError) => F | PromiseLike<F>) | null,
  ): Promise<T | F> {
    // Readers are attached in the event-loop turn in which the result is awaited, at the latest.
    setImmediate(() => this.#output.discardUnread());
    return this.#result.then(onResult, onError);
  }

  catch<F = never>(
    onError?: ((error: RunError) => F | PromiseLike<F>) | null,
  ): Promise<RunResult<O> | F> {
    return this.then(undefined, onError);
  }

  finally(onEnd?: (() => void) | null): Promise<RunResult<O>> {
    return this.then().finally(onEnd);
  }

  async #start(): Promise<void> {
    // The caller gets this object before the start can fail.
    await undefined;
    try {
      this.#options.signal?.throwIfAborted();
      const { pid, isInterrupted } = await this.#origin.start();
      this.#pid = pid;
      this.#follower.started();
      if (isInterrupted) {
        void this.#follower.catchUp();
      }
    } catch (error) {
      this.#fail(error as Error, `could not be started: ${(error as Error).message}`);
      throw error;
    }
  }

  #take(event: ProcessEvent): void {
    if (event.kind === 'output') {
      this.#output.append(event.stream, event.bytes);
    } else if (event.kind === 'exited') {
      this.#exit = event.exit;
      this.#killer.stop();
      this.#resolveExited(event.exit);
    } else {
      this.#settle();
    }
  }

  #lost(lost: OutputLost): void {
    if (this.#options.onOutputLost === undefined) {
      this.#fail(lost);
    } else {
      this.#options.onOutputLost(lost);
    }
  }

  #fail(error: Error, failure = `failed: ${error.message}`): void {
    this.#settle(error, failure);
  }

  #settle(error?: Error, failure?: string): void {
    if (this.#isSettled) {
      return;
    }
    this.#isSettled = true;
    this.#killer.stop();
    this.stdin?.destroy();
    if (error === undefined) {
      this.#output.finish();
    } else {
      this.#follower.release();
      this.#output.fail(error);
      this.#rejectExited(error);
    }
    const durationMs = performance.now() - this.#beganMs;
    const { killedFor } = this.#killer;
    const result = outcomeOf(
      { origin: this.#origin, durationMs, exit: this.#exit, killedFor, error, failure },
      this.#output,
      this.#options,
    );
    if (result instanceof RunError && this.#options.reject !== false) {
      this.#reject(withStackOf(result, this.#site));
    } else {
      this.#resolve(result as RunResult<O>);
    }
    if (error instanceof ConnectionLost && error.reason === 'closed') {
      // A caller that has closed the client expects the rejection, and may not handle it.
      this.#result.catch(() => undefined);
    }
  }
}
