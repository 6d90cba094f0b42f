import type { PathLike } from 'node:fs';
import { METHODS } from '../../protocol/methods.js';
import { UnsupportedByProtocol } from '../errors.js';
import { type FileOptions, type FileRequests, sandboxOf } from './file-requests.js';
import { OpenFile } from './open-file.js';

/** How a file is opened: `r` for reading, `w` to replace its content from the start. */
export type OpenFlag = 'r' | 'w';

/** The files that are open on the current connection. The server closes them with it. */
export class OpenFiles {
  readonly #requests: FileRequests;
  readonly #open = new Set<OpenFile>();
  #opened = 0;

  constructor(requests: FileRequests) {
    this.#requests = requests;
    requests.connection.onInterrupted(() => this.#lose());
  }

  /** Opens a file. @throws {FileError}, {UnsupportedByProtocol} for another flag. */
  async open(path: PathLike, flag: OpenFlag, options: FileOptions): Promise<OpenFile> {
    const handleId = this.#nextId();
    await this.#requests.send({
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
    });
    const file = new OpenFile(this.#requests, handleId, path, () => this.#open.delete(file));
    this.#open.add(file);
    return file;
  }

  /** Never used again, so that a handle of a former connection cannot be taken for a new one. */
  #nextId(): string {
    this.#opened += 1;
    return `file-${this.#opened}`;
  }

  #lose(): void {
    for (const file of this.#open) {
      file.lose();
    }
    this.#open.clear();
  }
}

const modeOf = (flag: OpenFlag): 'read' | 'replace' => {
  if (flag === 'r') {
    return 'read';
  }
  if (flag === 'w') {
    return 'replace';
  }
  throw new UnsupportedByProtocol(`flag '${flag}'`, "use 'r' or 'w'");
};
