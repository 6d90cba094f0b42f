import { type ChildProcess, spawn } from 'node:child_process';
import { ExecServerError } from '../../../domain/errors.js';
import type { SandboxedCommand } from '../bubblewrap/bubblewrap.js';
import { shortageIn } from '../bubblewrap/system-error.js';
import { type FileAnswer, type FileCall, READY } from './file-worker-protocol.js';
import { frameMessage, MessageReader } from './framed-messages.js';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const MAX_STDERR_CHARACTERS = 300;
/** Node stands still when it starts and cannot make its threads; nothing else tells of it. */
const START_MS = 10_000;

/** A process in a sandbox that does file operations there. */
export class FileWorker {
  /** As its sandbox does. */
  readonly createsPlaceholders: boolean;
  /** Resolves when it can be asked. @throws {ExecServerError} when its sandbox could not be made */
  readonly ready: Promise<unknown>;
  /** Resolves when it can be asked no more. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #reader = new MessageReader();
  readonly #waiting = new Map<number, Waiting>();
  #nextId = READY + 1;
  #openFiles = 0;
  #text = '';
  readonly #isSandboxCurrent: () => Promise<boolean>;
  #isKilled = false;
  #hasEnded = false;

  /** It is ended when it cannot be asked after `startMs`. */
  constructor(
    { argv, createsPlaceholders, isCurrent }: Omit<SandboxedCommand, 'release'>,
    startMs: number = START_MS,
  ) {
    const [file = '', ...args] = argv;
    this.createsPlaceholders = createsPlaceholders;
    this.#isSandboxCurrent = isCurrent;
    const late = setTimeout(() => {
      this.#text ||= `it did not start within ${startMs} ms`;
      this.kill();
    }, startMs);
    this.ready = this.#answer(READY).finally(() => clearTimeout(late));
    this.#child = spawn(file, args, { cwd: '/', env: {}, stdio: ['pipe', 'pipe', 'pipe'] });
    this.ended = new Promise((resolve) => {
      const end = (text: string): void => {
        this.#end(text);
        resolve();
      };
      this.#child.once('error', (error) => end(error.message));
      this.#child.once('close', () => end(this.#text));
    });
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stderr?.on('data', (bytes: Buffer) => {
      if (this.#text.length < MAX_STDERR_CHARACTERS) {
        this.#text += bytes.toString();
      }
    });
    this.#child.stdout?.on('data', (bytes: Buffer) => this.#receive(bytes));
  }

  /** Whether nothing is being done and no file is open. */
  get isIdle(): boolean {
    return this.#waiting.size === 0 && this.#openFiles === 0;
  }

  /** Resolves with whether it can be asked, and sees, protects and hides what is there now. */
  async isCurrent(): Promise<boolean> {
    return this.#canBeAsked && (await this.#isSandboxCurrent()) && this.#canBeAsked;
  }

  get #canBeAsked(): boolean {
    return !this.#isKilled && !this.#hasEnded;
  }

  /** Grows with each call. */
  get calls(): number {
    return this.#nextId;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Resolves with what the method of the helper's file system does. @throws {ExecServerError} as it does. */
  call(method: FileCall['method'], args: readonly unknown[], file?: number): Promise<unknown> {
    if (this.#hasEnded) {
      return Promise.reject(gone(''));
    }
    const id = this.#nextId;
    this.#nextId += 1;
    const answer = this.#answer(id);
    for (const part of frameMessage({ id, method, file, args } satisfies FileCall)) {
      this.#child.stdin?.write(part);
    }
    return answer;
  }

  /** Counts files that are open, so that it stays while they are. */
  opened(): void {
    this.#openFiles += 1;
  }

  closed(): void {
    this.#openFiles -= 1;
  }

  kill(): void {
    this.#isKilled = true;
    this.#child.kill('SIGKILL');
  }

  #answer(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
  }

  #receive(bytes: Buffer): void {
    for (const message of this.#reader.push(bytes)) {
      const answer = message as FileAnswer;
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('code' in answer) {
        waiting?.reject(new ExecServerError(answer.code, answer.message));
      } else {
        waiting?.resolve(answer.value);
      }
    }
  }

  #end(text: string): void {
    if (this.#hasEnded) {
      return;
    }
    this.#hasEnded = true;
    for (const { reject } of this.#waiting.values()) {
      reject(gone(text));
    }
    this.#waiting.clear();
  }
}

const gone = (text: string): ExecServerError =>
  shortageIn(text) ??
  new ExecServerError(
    'failed',
    `the process that does file operations in the sandbox has ended${text === '' ? '' : `: ${text.trim().slice(0, MAX_STDERR_CHARACTERS)}`}`,
  );
