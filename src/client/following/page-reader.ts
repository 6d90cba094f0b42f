import type { ProcessReadParams, ProcessReadResult } from '../../protocol/process.js';
import type { SessionConnection } from '../connection/session-connection.js';
import { ConnectionInterrupted } from '../errors.js';
import { readProcess } from './follower.js';

/** The first page behind a loss of the connection, and what pages grow to: what breaks again soon has brought something by then. */
const FIRST_PAGE_BYTES = 64 * 1024;
const LARGEST_PAGE_BYTES = 1024 * 1024;
/** Largest chunk of a page (docs/protocol.md section 6.3). */
const CHUNK_BYTES = 64 * 1024;

/** A page of output, and whether there may have been no room for the next chunk. */
export interface SizedPage extends ProcessReadResult {
  readonly isFull: boolean;
}

/** Reads the output of a process in pages that grow as long as the connection lasts. */
export class PageReader {
  readonly #connection: SessionConnection;
  #maxBytes = LARGEST_PAGE_BYTES;

  constructor(connection: SessionConnection) {
    this.#connection = connection;
  }

  /** The connection was lost: the next page is small. */
  restart(): void {
    this.#maxBytes = FIRST_PAGE_BYTES;
  }

  /** Undefined: the connection was lost before the answer came. The same page would be as large again, so it is not repeated. */
  async read(
    position: Omit<ProcessReadParams, 'maxBytes'>,
    signal?: AbortSignal,
  ): Promise<SizedPage | undefined> {
    const maxBytes = this.#maxBytes;
    try {
      const options = { whenInterrupted: 'fail', signal } as const;
      const page = await readProcess(this.#connection, { ...position, maxBytes }, options);
      this.#maxBytes = Math.min(LARGEST_PAGE_BYTES, 2 * maxBytes);
      const bytes = page.chunks.reduce((sum, { chunk }) => sum + (chunk.length * 3) / 4, 0);
      return { ...page, isFull: bytes + CHUNK_BYTES > maxBytes };
    } catch (error) {
      if (!(error instanceof ConnectionInterrupted)) {
        throw error;
      }
      this.restart();
      return undefined;
    }
  }
}
