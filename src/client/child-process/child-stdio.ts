import { finished, type Readable, type Writable } from 'node:stream';
import type { OutputChunk } from '../../protocol/process.js';
import { InputStream, type InputTarget } from '../processes/input-stream.js';
import { OutputStream } from '../processes/output-stream.js';
import type { Stdio } from './stdio.js';

/** The standard streams of a child process, and what they are connected to. */
export class ChildStdio {
  readonly #stdio: Stdio;
  readonly #stdin: InputStream | undefined;
  readonly #stdout: OutputStream | undefined;
  readonly #stderr: OutputStream | undefined;

  /** @param onBacklog called with the bytes that wait to be read */
  constructor(stdio: Stdio, target: InputTarget, onBacklog: (bytes: number) => void) {
    this.#stdio = stdio;
    const countBacklog = (): void =>
      onBacklog(this.#outputs.reduce((sum, { unreadBytes }) => sum + unreadBytes, 0));
    const output = (to: Stdio['stdout']): OutputStream | undefined => {
      const stream = to === 'ignore' ? undefined : new OutputStream(countBacklog);
      return to === 'pipe' || to === 'ignore' ? stream : stream && connect(stream, to);
    };
    this.#stdin = stdio.stdin === 'ignore' ? undefined : new InputStream(target);
    this.#stdout = output(stdio.stdout);
    this.#stderr = output(stdio.stderr);
    if (this.#stdin !== undefined && typeof stdio.stdin !== 'string') {
      stdio.stdin.pipe(this.#stdin);
    }
  }

  /** Null unless it is a pipe. */
  get stdin(): Writable | null {
    return (this.#stdio.stdin === 'pipe' && this.#stdin) || null;
  }

  get stdout(): Readable | null {
    return (this.#stdio.stdout === 'pipe' && this.#stdout) || null;
  }

  get stderr(): Readable | null {
    return (this.#stdio.stderr === 'pipe' && this.#stderr) || null;
  }

  append(stream: OutputChunk['stream'], bytes: Buffer): void {
    (stream === 'stderr' ? this.#stderr : this.#stdout)?.append(bytes);
  }

  /** The process takes no more input. */
  endInput(): void {
    if (this.#stdin !== undefined && typeof this.#stdio.stdin !== 'string') {
      this.#stdio.stdin.unpipe(this.#stdin);
    }
    this.#stdin?.destroy();
  }

  /** No more output comes. */
  finish(): void {
    for (const output of this.#outputs) {
      output.finish();
    }
  }

  /** Reads the streams to their end: unread output would delay `close`. */
  flush(): void {
    for (const output of this.#outputs) {
      output.resume();
    }
  }

  fail(error: Error): void {
    for (const output of this.#outputs) {
      output.destroy(error);
    }
  }

  /** Calls the listener when all streams are closed. */
  onClosed(listener: () => void): void {
    const streams = [this.#stdin, ...this.#outputs].filter((stream) => stream !== undefined);
    let open = streams.length;
    if (open === 0) {
      listener();
    }
    for (const stream of streams) {
      stream.once('close', () => {
        open -= 1;
        if (open === 0) {
          listener();
        }
      });
    }
  }

  get #outputs(): OutputStream[] {
    return [this.#stdout, this.#stderr].filter((stream) => stream !== undefined);
  }
}

/** Pipes to the destination; once that is closed, output is dropped, since the process would be paused. */
const connect = (stream: OutputStream, to: NodeJS.WritableStream): OutputStream => {
  stream.pipe(to, { end: false });
  finished(to, () => stream.resume());
  return stream;
};
