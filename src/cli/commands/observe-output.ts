import type { Writable } from 'node:stream';
import type { Observer } from '../../client/index.js';
import type { ProcessReadResult } from '../../protocol/process.js';
import { EXIT_BROKEN_PIPE, exitCodeOf } from '../exit-code.js';
import type { Host } from '../host.js';
import { observeSession } from '../server/open-session.js';
import type { Server, Servers } from '../server/servers.js';
import type { SessionRecord } from '../sessions/session-record.js';
import { flush, openOutput } from '../terminal/open-output.js';
import { OutputClosed, writeAll } from './copy-output.js';
import { startOfLastLines } from './last-lines.js';

const PAGE_BYTES = 1024 * 1024;
/** How long a read waits for new output. */
const WAIT_MS = 30_000;

export interface Observed {
  readonly servers: Servers;
  readonly server: Server;
  readonly record: SessionRecord;
}

export interface ObserveSettings {
  /** Only what comes behind this event. */
  readonly afterSeq: number;
  /** Goes on until the command ends. */
  readonly follow: boolean;
  /** The last lines alone. */
  readonly tail?: number | undefined;
  readonly json?: boolean | undefined;
}

/**
 * Prints the output of a command without being attached to it; the server keeps it.
 *
 * @returns with `follow` the exit code of the command, else 0
 * @throws {CliError}
 */
export const observeOutput = async (
  { servers, server, record }: Observed,
  settings: ObserveSettings,
  host: Host,
): Promise<number> => {
  const observer = await observeSession(servers, server, record);
  const printer = new Printer(host, settings.json === true);
  try {
    const { tail } = settings;
    let from = settings.afterSeq;
    if (tail !== undefined) {
      from = await printTail(observer, record.processId, { from, tail }, printer);
    }
    return await printPages(observer, record.processId, { ...settings, afterSeq: from }, printer);
  } catch (error) {
    if (error instanceof OutputClosed) {
      return EXIT_BROKEN_PIPE;
    }
    throw error;
  } finally {
    await printer.flush();
    await observer.close();
  }
};

const printPages = async (
  observer: Observer,
  processId: string,
  { afterSeq, follow }: ObserveSettings,
  printer: Printer,
): Promise<number> => {
  let position = afterSeq;
  for (;;) {
    const waitMs = follow ? WAIT_MS : 0;
    const page = await observer.read({
      processId,
      afterSeq: position,
      maxBytes: PAGE_BYTES,
      waitMs,
    });
    if (page.droppedBytes !== undefined && (page.firstRetainedSeq ?? 0) > position + 1) {
      printer.warn(`${page.droppedBytes} bytes from before are no longer kept`);
    }
    await printer.print(page.chunks);
    const last = page.chunks.at(-1)?.seq ?? position;
    const isWhole = page.nextSeq === last + 1 || page.chunks.length === 0;
    position = isWhole ? Math.max(position, page.nextSeq - 1) : last;
    if (isWhole && page.closed) {
      return follow ? exitCodeOf(page.exitCode, page.signal) : 0;
    }
    if (isWhole && !follow) {
      return 0;
    }
  }
};

/** Prints the last lines of what there is; returns where what comes next begins. */
const printTail = async (
  observer: Observer,
  processId: string,
  { from, tail }: { from: number; tail: number },
  printer: Printer,
): Promise<number> => {
  const chunks: ProcessReadResult['chunks'] = [];
  let position = from;
  for (;;) {
    const page = await observer.read({
      processId,
      afterSeq: position,
      maxBytes: PAGE_BYTES,
      waitMs: 0,
    });
    chunks.push(...page.chunks);
    const last = page.chunks.at(-1)?.seq;
    if (last === undefined) {
      await printer.printTail(chunks, tail);
      return position;
    }
    position = last;
  }
};

/** Writes chunks to the streams that they came from, or as JSON. */
class Printer {
  readonly #stdout: Writable;
  readonly #stderr: Writable;
  readonly #isJson: boolean;

  constructor(host: Host, isJson: boolean) {
    this.#stdout = openOutput(host.stdout).on('error', () => undefined);
    this.#stderr = openOutput(host.stderr).on('error', () => undefined);
    this.#isJson = isJson;
  }

  async print(chunks: ProcessReadResult['chunks']): Promise<void> {
    for (const { seq, stream, chunk } of chunks) {
      if (this.#isJson) {
        await writeAll(this.#stdout, `${JSON.stringify({ seq, stream, chunk })}\n`);
      } else {
        await this.#write(stream, Buffer.from(chunk, 'base64'));
      }
    }
  }

  /** The last lines of the chunks, both streams counted together; as JSON the chunks that have them. */
  async printTail(chunks: ProcessReadResult['chunks'], lines: number): Promise<void> {
    const bytes = chunks.map(({ chunk }) => Buffer.from(chunk, 'base64'));
    const { index, offset } = startOfLastLines(bytes, lines);
    const [first, ...rest] = chunks.slice(index);
    if (first === undefined) {
      return;
    }
    const cut = this.#isJson ? first.chunk : bytes[index]?.subarray(offset).toString('base64');
    await this.print([{ ...first, chunk: cut ?? '' }, ...rest]);
  }

  warn(text: string): void {
    this.#stderr.write(`exec-server: ${text}\n`);
  }

  async flush(): Promise<void> {
    await Promise.all([flush(this.#stdout), flush(this.#stderr)]);
  }

  #write(stream: string, bytes: Buffer): Promise<void> {
    return writeAll(stream === 'stderr' ? this.#stderr : this.#stdout, bytes);
  }
}
