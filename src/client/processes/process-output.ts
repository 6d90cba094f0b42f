import type { OutputChunk } from '../../protocol/process.js';
import { OutputCollector } from './output-collector.js';
import { OutputStream } from './output-stream.js';

/** What is done with the output of a process. */
export interface ProcessOutputSettings {
  /** Output is collected for the result, so that a stream without a reader does not pause the process. */
  readonly isKept: boolean;
  /** Bytes of each stream that are kept. */
  readonly maxBytes: number;
  /** There is a stream with both. */
  readonly hasAll: boolean;
  /** Called with the bytes that wait to be read. */
  readonly onBacklog: (bytes: number) => void;
  /** Called when more than `maxBytes` came. */
  readonly onOverflow: () => void;
}

type Name = 'stdout' | 'stderr' | 'all';

/** The output of a process: as streams, and kept for its result. A terminal has `stdout` alone. */
export class ProcessOutput {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly all: OutputStream | undefined;
  readonly #settings: ProcessOutputSettings;
  readonly #kept: Readonly<Record<Name, OutputCollector>>;
  readonly #streams: readonly OutputStream[];

  constructor(settings: ProcessOutputSettings) {
    this.#settings = settings;
    const stream = (): OutputStream => new OutputStream(() => this.#countBacklog());
    this.stdout = stream();
    this.stderr = stream();
    this.all = settings.hasAll ? stream() : undefined;
    this.#streams = [this.stdout, this.stderr, ...(this.all ? [this.all] : [])];
    const { maxBytes } = settings;
    this.#kept = {
      stdout: new OutputCollector(maxBytes),
      stderr: new OutputCollector(maxBytes),
      all: new OutputCollector(2 * maxBytes),
    };
  }

  append(stream: OutputChunk['stream'], bytes: Buffer): void {
    const name = stream === 'stderr' ? 'stderr' : 'stdout';
    this[name].append(bytes);
    this.all?.append(bytes);
    this.#countBacklog();
    if (this.#settings.isKept) {
      this.#kept.all.append(bytes);
      if (!this.#kept[name].append(bytes)) {
        this.#settings.onOverflow();
      }
    }
  }

  /** What was kept. */
  kept(name: Name): Buffer {
    return this.#kept[name].content;
  }

  /** Drops the output of streams without a reader from now on, unless output is kept. */
  discardUnread(): void {
    if (!this.#settings.isKept) {
      for (const stream of this.#streams) {
        stream.discardUnread();
      }
    }
  }

  finish(): void {
    for (const stream of this.#streams) {
      stream.finish();
    }
  }

  fail(error: Error): void {
    for (const stream of this.#streams) {
      stream.destroy(error);
    }
  }

  #countBacklog(): void {
    const { isKept, onBacklog } = this.#settings;
    let bytes = 0;
    for (const stream of this.#streams) {
      if (!isKept || stream.hasReader) {
        bytes += stream.unreadBytes;
      }
    }
    onBacklog(bytes);
  }
}
