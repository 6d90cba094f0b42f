import type { PathLike } from 'node:fs';
import type { FsReadDirectoryResult, FsWalkResult } from '../../protocol/files.js';
import { METHODS } from '../../protocol/methods.js';
import { type FileOptions, type FileRequests, sandboxOf } from './file-requests.js';
import { DirectoryEntry, type FileKind, kindOf } from './file-stats.js';
import { Metadata, textOfUri } from './metadata.js';
import { toPathUri } from './path-uri.js';

/** The most that the wire protocol allows; what is beyond is looked up entry by entry. */
const WALK_LIMITS = { maxDepth: 64, maxDirectories: 10_000, maxEntries: 50_000 };

/** Requests that a listing has under way at once. */
const MAX_AT_ONCE = 64;

interface Listed {
  readonly entry: DirectoryEntry;
  /** The path as the caller began it. */
  readonly path: string;
  readonly uri: string;
}

/** What is known of the files below the root, by path: the URI has the bytes that a text cannot have. */
type Known = ReadonlyMap<string, { readonly uri: string; readonly kind: FileKind }>;

/**
 * Lists directories. `fs/readDirectory` has all names and follows links, `fs/walk` has the files and directories that are
 * no links: a name that only the former has is looked up by itself.
 */
export class DirectoryLister {
  readonly #requests: FileRequests;
  readonly #options: FileOptions;
  readonly #metadata: Metadata;

  constructor(requests: FileRequests, options: FileOptions) {
    this.#requests = requests;
    this.#options = options;
    this.#metadata = new Metadata(requests, options);
  }

  /** The names in a directory, in the server's order. */
  async names(root: PathLike): Promise<string[]> {
    const uri = this.#requests.uriOf(root);
    return (await this.#read(root, uri)).map(({ fileName }) => fileName);
  }

  /** The entries of a directory; with `recursive` those of the directories in it too, level by level. */
  async entries(root: PathLike, recursive: boolean): Promise<DirectoryEntry[]> {
    const uri = this.#requests.uriOf(root);
    const path = textOf(root);
    // Not before the root is known to be a directory, since a walk of anything else is empty.
    const first = await this.#read(root, uri);
    const known = await this.#walk(uri, path, recursive ? WALK_LIMITS.maxDepth : 0);
    const all = await this.#describe(path, uri, first, known);
    for (let level = all; recursive && level.length > 0; ) {
      const directories = level.filter(({ entry }) => entry.isDirectory());
      const below = await mapSome(directories, async (directory) => {
        const read = await this.#read(directory.path, directory.uri);
        return this.#describe(directory.path, directory.uri, read, known);
      });
      level = below.flat();
      all.push(...level);
    }
    return all.map(({ entry }) => entry);
  }

  /** Likewise without their kinds; paths are relative to the directory. */
  async pathsBelow(root: PathLike): Promise<string[]> {
    const above = join(textOf(root), '').length;
    const entries = await this.entries(root, true);
    return entries.map(({ parentPath, name }) => join(parentPath, name).slice(above));
  }

  async #read(path: PathLike, uri: string): Promise<FsReadDirectoryResult['entries']> {
    const { entries } = await this.#requests.send<FsReadDirectoryResult>({
      method: METHODS.fsReadDirectory,
      params: { path: uri, ...sandboxOf(this.#options) },
      syscall: 'scandir',
      path,
      whenInterrupted: 'repeat',
      signal: this.#options.signal,
    });
    return entries;
  }

  async #walk(rootUri: string, root: string, maxDepth: number): Promise<Known> {
    const options = { ...WALK_LIMITS, maxDepth, followDirectorySymlinks: false };
    const { entries } = await this.#requests.send<FsWalkResult>({
      method: METHODS.fsWalk,
      params: { path: rootUri, options, ...sandboxOf(this.#options) },
      syscall: 'scandir',
      path: root,
      whenInterrupted: 'repeat',
      signal: this.#options.signal,
    });
    const above = textOfUri(rootUri).replace(/\/$/, '').length;
    return new Map(
      entries.map(({ path, kind }) => [
        join(root, textOfUri(path).slice(above + 1)),
        { uri: path, kind },
      ]),
    );
  }

  #describe(
    directory: string,
    directoryUri: string,
    entries: FsReadDirectoryResult['entries'],
    known: Known,
  ): Promise<Listed[]> {
    return mapSome(entries, async ({ fileName, ...flags }) => {
      const path = join(directory, fileName);
      const found = known.get(path);
      const uri = found?.uri ?? `${directoryUri}${toPathUri(`/${fileName}`, null).slice(7)}`;
      const kind = found?.kind ?? (await this.#lookUp(path, uri, kindOf(flags)));
      return { entry: new DirectoryEntry(fileName, directory, kind), path, uri };
    });
  }

  /** @param listed - its kind for the answer if it has vanished since, or has no name that can be sent */
  async #lookUp(path: string, uri: string, listed: FileKind): Promise<FileKind> {
    try {
      return (await this.#metadata.lstat({ path, uri })).kind;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return listed;
      }
      throw error;
    }
  }
}

const join = (directory: string, name: string): string =>
  directory.endsWith('/') ? `${directory}${name}` : `${directory}/${name}`;

const textOf = (path: PathLike): string =>
  path instanceof URL ? textOfUri(path.href) : path.toString();

/** Maps all items, some at a time, in order. */
const mapSome = async <Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += MAX_AT_ONCE) {
    results.push(...(await Promise.all(items.slice(at, at + MAX_AT_ONCE).map(map))));
  }
  return results;
};
