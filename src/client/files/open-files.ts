import { randomUUID } from 'node:crypto';
import type { PathLike } from 'node:fs';
import { METHODS } from '../../protocol/methods.js';
import { RequestFailed, UnsupportedByProtocol } from '../errors.js';
import { type FileOptions, type FileRequests, sandboxOf } from './file-requests.js';
import { OpenFile } from './open-file.js';

/** How a file is opened: `r` for reading, `w` to replace its content from the start. */
export type OpenFlag = 'r' | 'w';

/** The files that are open. A server without the extensions closes them with the connection. */
export class OpenFiles {
  readonly #requests: FileRequests;
  readonly #open = new Set<OpenFile>();
  /** Begins its ids: other clients of the session have others. */
  readonly #ownPrefix = `${randomUUID().slice(0, 8)}-`;
  #opened = 0;

  constructor(requests: FileRequests) {
    this.#requests = requests;
    requests.connection.onInterrupted(() => {
      if (!requests.connection.hasExtensions) {
        this.#lose();
      }
    });
  }

  /** Opens a file. @throws {FileError}, {UnsupportedByProtocol} for another flag. */
  async open(path: PathLike, flag: OpenFlag, options: FileOptions): Promise<OpenFile> {
    const handleId = this.#nextId();
    const call = {
      method: METHODS.fsOpen,
      params: {
        handleId,
        path: this.#requests.uriOf(path),
        mode: modeOf(flag),
        ...sandboxOf(options),
      },
      syscall: 'open',
      path,
      // Neither a second open for reading nor a second truncation changes what the file has.
      whenInterrupted: 'repeat',
      signal: options.signal,
    } as const;
    await this.#requests.send(call).catch((error: unknown) => {
      if (!isOpenAlready(error)) {
        throw error;
      }
    });
    const file = new OpenFile(this.#requests, handleId, path, () => this.#open.delete(file));
    this.#open.add(file);
    return file;
  }

  /** Never used again, so that a handle of a former connection cannot be taken for a new one. */
  #nextId(): string {
    this.#opened += 1;
    return `${this.#ownPrefix}${this.#opened}`;
  }

  #lose(): void {
    for (const file of this.#open) {
      file.lose();
    }
    this.#open.clear();
  }
}

/** The answer to a first request for the same handle was lost with its connection. */
const isOpenAlready = (error: unknown): boolean =>
  error instanceof RequestFailed && /^.*file handle `.*` already exists/.test(error.message);

const modeOf = (flag: OpenFlag): 'read' | 'replace' => {
  if (flag === 'r') {
    return 'read';
  }
  if (flag === 'w') {
    return 'replace';
  }
  throw new UnsupportedByProtocol(`flag '${flag}'`, "use 'r' or 'w'");
};
