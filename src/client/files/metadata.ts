import type { PathLike } from 'node:fs';
import { dirname } from 'node:path/posix';
import type { FsCanonicalizeResult, FsGetMetadataResult } from '../../protocol/files.js';
import { METHODS } from '../../protocol/methods.js';
import { FileError } from './file-error.js';
import { type FileOptions, type FileRequests, sandboxOf } from './file-requests.js';
import { type FileStats, linkStats, targetStats } from './file-stats.js';
import { fromPathUri } from './path-uri.js';

/** A path, and the URI that stands for it on the wire. */
export interface NamedFile {
  readonly path: PathLike;
  readonly uri: string;
}

/** Asks for metadata and real paths. */
export class Metadata {
  readonly #requests: FileRequests;
  readonly #options: FileOptions;

  constructor(requests: FileRequests, options: FileOptions) {
    this.#requests = requests;
    this.#options = options;
  }

  /** The stats of the target. */
  async stat(file: NamedFile, syscall = 'stat'): Promise<FileStats> {
    return targetStats(await this.#ask(file, syscall, true));
  }

  /** The stats of the file itself: a link without a target has some too. */
  async lstat(file: NamedFile): Promise<FileStats> {
    try {
      const metadata = await this.#ask(file, 'lstat', true);
      return metadata.isSymlink ? linkStats() : targetStats(metadata);
    } catch (error) {
      if (hasNoTarget(error) && (await this.#isLink(file))) {
        return linkStats();
      }
      throw error;
    }
  }

  /** The URI of the path without symbolic links. */
  async realUri({ path, uri }: NamedFile): Promise<string> {
    const { path: real } = await this.#requests.send<FsCanonicalizeResult>({
      method: METHODS.fsCanonicalize,
      params: { path: uri, ...sandboxOf(this.#options) },
      syscall: 'realpath',
      path,
      whenInterrupted: 'repeat',
      signal: this.#options.signal,
    });
    return real;
  }

  #ask({ path, uri }: NamedFile, syscall: string, followSymlinks: boolean) {
    return this.#requests.send<FsGetMetadataResult>({
      method: METHODS.fsGetMetadata,
      params: { path: uri, followSymlinks, ...sandboxOf(this.#options) },
      syscall,
      path,
      whenInterrupted: 'repeat',
      signal: this.#options.signal,
    });
  }

  /** Whether a path that leads nowhere is a link: the server says so where it may not follow any. */
  async #isLink(file: NamedFile): Promise<boolean> {
    const refusal = await this.#ask(file, 'lstat', false).catch((error: Error) => error);
    if (!(refusal instanceof FileError)) {
      return isLinkRefusal(refusal);
    }
    if (refusal.code !== 'ENOTDIR') {
      return false;
    }
    // A link on the way; the server says it of that one first.
    const parent = await this.#realParent(file);
    return parent !== undefined && isLinkRefusal(await this.#refusal(file, parent));
  }

  async #realParent({ path, uri }: NamedFile): Promise<string | undefined> {
    return this.realUri({ path, uri: dirname(uri) }).catch(() => undefined);
  }

  async #refusal({ path, uri }: NamedFile, parent: string): Promise<unknown> {
    const direct = { path, uri: `${parent}${uri.slice(dirname(uri).length)}` };
    return this.#ask(direct, 'lstat', false).catch((error: unknown) => error);
  }
}

const hasNoTarget = (error: unknown): boolean =>
  error instanceof FileError && (error.code === 'ENOENT' || error.code === 'ELOOP');

const isLinkRefusal = (error: unknown): boolean =>
  error instanceof Error && error.message === 'path contains a symbolic link';

/** The text of a path that the server answers with. */
export const textOfUri = (uri: string): string => fromPathUri(uri).toString('utf8');
