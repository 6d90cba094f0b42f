import type { Writable } from 'node:stream';
import type { Observer } from '../../client/index.js';
import type { ProcessReadResult } from '../../protocol/process.js';
import { EXIT_BROKEN_PIPE, exitCodeOf } from '../exit-code.js';
import type { Host } from '../host.js';
import { noCommand, observing } from '../server/open-session.js';
import type { Server, Servers } from '../server/servers.js';
import type { SessionRecord } from '../sessions/session-record.js';
import { flush, openOutput } from '../terminal/open-output.js';
import { OutputClosed, writeAll } from './copy-output.js';
import { startOfLastLines } from './last-lines.js';
import { MissingOutput } from './missing-output.js';

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
  const printer = new Printer(host, settings.json === true);
  const { processId } = record;
  try {
    return await observing(servers, server, record, async (observer) => {
      const processes = await observer.processes();
      const process = processes.find((listed) => listed.processId === processId);
      if (process === undefined) {
        throw noCommand(record);
      }
      const source = { observer, processId };
      const { tail, follow } = settings;
      const lastSeq = process.nextSeq - 1;
      let { afterSeq } = settings;
      const missing = new MissingOutput(afterSeq);
      if (tail !== undefined) {
        afterSeq = await printTail(source, { afterSeq, lastSeq, tail }, missing, printer);
      }
      if (follow) {
        return await printPages(source, { afterSeq, lastSeq: undefined }, missing, printer);
      }
      if (tail === undefined) {
        await printPages(source, { afterSeq, lastSeq }, missing, printer);
      }
      return 0;
    });
  } catch (error) {
    if (error instanceof OutputClosed) {
      return EXIT_BROKEN_PIPE;
    }
    throw error;
  } finally {
    await printer.flush();
  }
};

/** What output is read of. */
interface Source {
  readonly observer: Observer;
  readonly processId: string;
}

/** Events of a process. */
interface Range {
  readonly afterSeq: number;
  /** What has come behind it meanwhile may be there too; undefined: everything until the command has ended, as it comes. */
  readonly lastSeq: number | undefined;
}

/** The pages of a range. Only one without output is the last: any other may have been cut short, also where the command has ended. */
async function* pagesOf(
  { observer, processId }: Source,
  { afterSeq: from, lastSeq }: Range,
): AsyncGenerator<ProcessReadResult & { readonly afterSeq: number }> {
  const waitMs = lastSeq === undefined ? WAIT_MS : 0;
  for (let afterSeq = from; afterSeq < (lastSeq ?? Number.POSITIVE_INFINITY); ) {
    const page = await observer.read({ processId, afterSeq, maxBytes: PAGE_BYTES, waitMs });
    yield { ...page, afterSeq };
    const last = page.chunks.at(-1);
    if (last === undefined && (page.closed || lastSeq !== undefined)) {
      return;
    }
    afterSeq = last?.seq ?? Math.max(afterSeq, page.nextSeq - 1);
  }
}

/** Returns the exit code of the command where it has ended. */
const printPages = async (
  source: Source,
  range: Range,
  missing: MissingOutput,
  printer: Printer,
): Promise<number> => {
  let exitCode = 0;
  for await (const page of pagesOf(source, range)) {
    const warning = missing.warning(page);
    if (warning !== undefined) {
      printer.warn(warning);
    }
    await printer.print(page.chunks);
    exitCode = page.closed ? exitCodeOf(page.exitCode, page.signal) : 0;
  }
  return exitCode;
};

/** Prints the last lines of what there is; returns where what comes next begins. */
const printTail = async (
  source: Source,
  { tail, ...range }: Range & { readonly tail: number },
  missing: MissingOutput,
  printer: Printer,
): Promise<number> => {
  const chunks: ProcessReadResult['chunks'] = [];
  for await (const page of pagesOf(source, range)) {
    missing.warning(page);
    chunks.push(...page.chunks);
  }
  await printer.printTail(chunks, tail);
  return chunks.at(-1)?.seq ?? range.afterSeq;
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
