import { type ChildProcess, spawn } from 'node:child_process';
import { ExecServerError } from '../../../domain/errors.js';
import { killGroup } from '../../shared/send-signal.js';
import { shortageOf } from '../../shared/shortage.js';
import type { SandboxResources } from '../bubblewrap/sandbox-resources.js';
import { type FileAnswer, type FileCall, READY } from './file-worker-protocol.js';
import { frameMessage, MessageReader } from './framed-messages.js';

/** The command line of a worker, with what it uses on the host. */
export interface WorkerCommand {
  readonly argv: readonly string[];
  readonly resources: Pick<
    SandboxResources,
    'holdsPlaceholders' | 'removePlaceholders' | 'release'
  >;
  isCurrent(): Promise<boolean>;
}

interface PendingCall {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const MAX_STDERR_CHARACTERS = 300;
/** Node hangs at its start when it cannot create threads, and reports nothing. */
const START_MS = 10_000;

/** The daemon's end of a worker process, which performs file operations inside a sandbox. */
export class FileWorker {
  /** Resolves when the worker accepts calls. @throws {ExecServerError} when its sandbox could not be created */
  readonly ready: Promise<unknown>;
  /** Resolves when the process has ended and its resources are released; never rejects. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #reader = new MessageReader();
  readonly #pending = new Map<number, PendingCall>();
  #nextId = READY + 1;
  #openFiles = 0;
  #endReason = '';
  readonly #isSandboxCurrent: () => Promise<boolean>;
  readonly #resources: WorkerCommand['resources'];
  #users = 0;
  #isRetired = false;
  #isKilled = false;
  #hasEnded = false;

  /** Starts the process, and kills it if it is not ready after `startMs`. */
  constructor({ argv, resources, isCurrent }: WorkerCommand, startMs: number = START_MS) {
    const [file = '', ...args] = argv;
    this.#resources = resources;
    this.#isSandboxCurrent = isCurrent;
    const timeout = setTimeout(() => {
      this.#endReason ||= `it did not start within ${startMs} ms`;
      this.kill();
    }, startMs);
    this.ready = this.#answer(READY).finally(() => clearTimeout(timeout));
    this.#child = spawn(file, args, {
      cwd: '/',
      env: {},
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    const childEnd = new Promise<void>((resolve) => {
      const end = (text: string): void => {
        this.#end(text);
        resolve();
      };
      this.#child.once('error', (error) => end(error.message));
      this.#child.once('close', () => end(this.#endReason));
    });
    this.ended = childEnd.then(() => resources.release());
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stderr?.on('data', (bytes: Buffer) => {
      if (this.#endReason.length < MAX_STDERR_CHARACTERS) {
        this.#endReason += bytes.toString();
      }
    });
    this.#child.stdout?.on('data', (bytes: Buffer) => this.#receive(bytes));
  }

  /** Whether it is unused and no file is open. */
  get isIdle(): boolean {
    return this.#users === 0 && this.#openFiles === 0;
  }

  /** Begins a use, during which it is not retired. False: it is retired already. */
  enter(): boolean {
    if (this.#isRetired) {
      return false;
    }
    this.#users += 1;
    return true;
  }

  /**
   * Ends a use. After the last one a worker with placeholders is retired, and they are removed: the worker goes on
   * with the files that it has open, by their descriptors, and uses no path any more.
   */
  leave(): void {
    this.#users -= 1;
    if (this.#users === 0 && this.#resources.holdsPlaceholders && !this.#hasEnded) {
      this.#isRetired = true;
      this.#resources.removePlaceholders();
    }
  }

  get isRetired(): boolean {
    return this.#isRetired;
  }

  /** Resolves with whether the worker accepts calls and its mounts still match the files on the host. */
  async isCurrent(): Promise<boolean> {
    return this.#acceptsCalls && (await this.#isSandboxCurrent()) && this.#acceptsCalls;
  }

  get #acceptsCalls(): boolean {
    return !this.#isKilled && !this.#hasEnded;
  }

  /** Increases with each call: an unchanged value means that there was none. */
  get calls(): number {
    return this.#nextId;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Resolves with the result of the method. @throws {ExecServerError} its error, or why the worker has ended. */
  call(method: FileCall['method'], args: readonly unknown[], file?: number): Promise<unknown> {
    if (this.#hasEnded) {
      return Promise.reject(workerEnded(''));
    }
    const id = this.#nextId;
    this.#nextId += 1;
    const answer = this.#answer(id);
    for (const part of frameMessage({ id, method, file, args } satisfies FileCall)) {
      this.#child.stdin?.write(part);
    }
    return answer;
  }

  /** Counts an open file. The pool keeps a worker that has any. */
  opened(): void {
    this.#openFiles += 1;
  }

  closed(): void {
    this.#openFiles -= 1;
  }

  kill(): void {
    this.#isKilled = true;
    if (!this.#hasEnded) {
      killGroup(this.#child);
    }
  }

  #answer(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
    });
  }

  #receive(bytes: Buffer): void {
    for (const message of this.#reader.push(bytes)) {
      const answer = message as FileAnswer;
      const pending = this.#pending.get(answer.id);
      this.#pending.delete(answer.id);
      if ('code' in answer) {
        pending?.reject(new ExecServerError(answer.code, answer.message));
      } else {
        pending?.resolve(answer.value);
      }
    }
  }

  #end(text: string): void {
    if (this.#hasEnded) {
      return;
    }
    this.#hasEnded = true;
    for (const { reject } of this.#pending.values()) {
      reject(workerEnded(text));
    }
    this.#pending.clear();
  }
}

const workerEnded = (text: string): ExecServerError =>
  shortageOf(text) ??
  new ExecServerError(
    'failed',
    `the process that does file operations in the sandbox has ended${text === '' ? '' : `: ${text.trim().slice(0, MAX_STDERR_CHARACTERS)}`}`,
  );
