import type { Stats } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import { type Answer, isPending } from '../../application/ports/answer.js';
import type {
  DirectoryEntry,
  FileMetadata,
  FileSystem,
  OpenFile,
  ReadFileOptions,
  RemoveOptions,
  SymlinkOptions,
  Walk,
  WalkOptions,
  WriteFileOptions,
} from '../../application/ports/file-system.js';
import { isDirectory, isRegularFile, isSymbolicLink } from '../shared/file-type.js';
import type { CachedAnswers } from './cached/cached-answers.js';
import type { CachedFiles, Replaceable } from './cached/cached-files.js';
import { withNoFollowParent } from './directory-handle.js';
import { isASymbolicLink, translateErrors } from './file-error.js';
import { fromHostBytes, toHostBytes } from './host-path-bytes.js';
import { openFile } from './node-open-file.js';
import { readWholeFile } from './read-whole-file.js';
import { copyPath } from './tree/copy-path.js';
import { createDirectory } from './tree/create-directory.js';
import { listEntries, targetKind } from './tree/list-entries.js';
import { nodeFileTree } from './tree/node-file-tree.js';
import { removePath } from './tree/remove-path.js';
import { walkTree } from './tree/walk-tree.js';
import { NotReplaceable, replaceByRename } from './writing/replace-by-rename.js';
import { fillWith } from './writing/write-content.js';
import { writeFileAtomically } from './writing/write-file-atomically.js';

/** The files of this host, with the permissions of the server's user. */
export class NodeFileSystem implements FileSystem {
  readonly #cached: CachedAnswers | undefined;

  /** @param cached what is asked first; undefined: every answer comes from the thread pool. */
  constructor(cached?: CachedAnswers) {
    this.#cached = cached;
  }

  readFile(path: string, options: ReadFileOptions): Answer<Uint8Array> {
    return this.#ask<Uint8Array>(
      (files) => files.content(toHostBytes(path), options),
      () => readWholeFile(path, options),
    );
  }

  writeFile(path: string, bytes: Uint8Array, options: WriteFileOptions): Promise<void> {
    return translateErrors(this.#writeFile(path, bytes, options));
  }

  open(path: string, mode: 'read' | 'replace'): Promise<OpenFile> {
    return translateErrors(openFile(path, mode));
  }

  metadata(path: string, { followSymlinks }: SymlinkOptions): Answer<FileMetadata> {
    const entry = toHostBytes(path);
    return followSymlinks
      ? this.#ask(
          (files) => findTarget(files, entry),
          () => lookUpTarget(entry),
        )
      : this.#ask(
          (files) => findItself(files, entry),
          () => lookUpItself(path),
        );
  }

  async canonicalize(path: string): Promise<string> {
    return fromHostBytes(await translateErrors(resolveLinks(toHostBytes(path))));
  }

  readDirectory(path: string): Promise<readonly DirectoryEntry[]> {
    return translateErrors(describeEntries(toHostBytes(path)));
  }

  walk(path: string, options: WalkOptions): Promise<Walk> {
    return walkTree(nodeFileTree, path, options);
  }

  createDirectory(path: string, options: SymlinkOptions & { recursive: boolean }): Promise<void> {
    return translateErrors(createDirectory(path, options));
  }

  remove(path: string, options: SymlinkOptions & RemoveOptions): Promise<void> {
    return translateErrors(removePath(path, options));
  }

  copy(source: string, destination: string, options: { recursive: boolean }): Promise<void> {
    return translateErrors(copyPath(source, destination, options));
  }

  /** What the kernel has in memory, at hand, or else what `otherwise` finds out. */
  #ask<T>(question: (files: CachedFiles) => T | undefined, otherwise: () => Promise<T>): Answer<T> {
    try {
      const answer = this.#cached?.ask(question);
      return isPending(answer)
        ? translateErrors(answer.then((given) => given ?? otherwise()))
        : (answer ?? translateErrors(otherwise()));
    } catch (error) {
      return translateErrors(Promise.reject(error));
    }
  }

  async #writeFile(path: string, bytes: Uint8Array, options: WriteFileOptions): Promise<void> {
    const { followSymlinks, inTurn } = options;
    // It is awaited below, also where it rejects meanwhile.
    inTurn?.catch(() => undefined);
    const isReplaced = followSymlinks && (await this.#replace(toHostBytes(path), bytes, inTurn));
    if (!isReplaced) {
      await inTurn;
      await writeWholeFile(path, bytes, options);
    }
  }

  /** False if another way has to be taken, which also gives the error. */
  async #replace(
    path: Buffer,
    bytes: Uint8Array,
    inTurn: Promise<void> | undefined,
  ): Promise<boolean> {
    const found = await this.#replaceable(path);
    if (found === undefined) {
      return false;
    }
    const { former } = found;
    const beforeRename = async (): Promise<number | undefined> => {
      if (inTurn !== undefined) {
        await inTurn;
        if (!isAlike(former, await this.#replaceable(path))) {
          throw new NotReplaceable();
        }
      }
      return former && (await this.#cached?.ask((files) => files.hold(path)));
    };
    try {
      await replaceByRename({
        path,
        former,
        isLocal: former !== undefined,
        mode: undefined,
        fill: fillWith(bytes),
        beforeRename,
      });
      return true;
    } catch {
      return false;
    }
  }

  async #replaceable(path: Buffer): Promise<Replaceable | undefined> {
    return await this.#cached?.ask((files) => files.replaceable(path));
  }
}

const findTarget = (files: CachedFiles, path: Buffer): FileMetadata | undefined => {
  const itself = files.status(path, 'parents');
  if (itself === undefined || !isSymbolicLink(itself)) {
    return itself && describe(itself, false);
  }
  const target = files.status(path, 'all');
  return target && describe(target, true);
};

const lookUpTarget = async (path: Buffer): Promise<FileMetadata> => {
  const itself = await lstat(path);
  return isSymbolicLink(itself) ? describe(await stat(path), true) : describe(itself, false);
};

const findItself = (files: CachedFiles, path: Buffer): FileMetadata | undefined => {
  const itself = files.status(path, 'none');
  return itself && describeItself(itself);
};

const lookUpItself = async (path: string): Promise<FileMetadata> =>
  describeItself(await withNoFollowParent(path, (parent, name) => lstat(parent.entry(name))));

const describeItself = (itself: Described): FileMetadata => {
  if (isSymbolicLink(itself)) {
    throw isASymbolicLink();
  }
  return describe(itself, false);
};

/** Whether a file that has been prepared for the former state of its path is also right for the present one. */
const isAlike = (former: Replaceable['former'], present: Replaceable | undefined): boolean =>
  present !== undefined &&
  present.former?.mode === former?.mode &&
  present.former?.uid === former?.uid &&
  present.former?.gid === former?.gid;

const writeWholeFile = async (
  path: string,
  bytes: Uint8Array,
  { followSymlinks }: SymlinkOptions,
): Promise<void> => {
  const write = (entry: Buffer): Promise<void> =>
    writeFileAtomically(entry, { followSymlinks, mode: undefined }, fillWith(bytes));
  if (followSymlinks) {
    await write(toHostBytes(path));
  } else {
    await withNoFollowParent(path, (parent, name) => write(parent.entry(name)));
  }
};

type Described = Pick<Stats, 'mode' | 'size' | 'birthtimeMs' | 'mtimeMs'>;

const describe = (stats: Described, isSymlink: boolean): FileMetadata => ({
  isDirectory: isDirectory(stats),
  isFile: isRegularFile(stats),
  isSymlink,
  size: stats.size,
  createdAtMs: Math.max(0, Math.trunc(stats.birthtimeMs)),
  modifiedAtMs: Math.trunc(stats.mtimeMs),
});

const describeEntries = async (path: Buffer): Promise<DirectoryEntry[]> => {
  const described: DirectoryEntry[] = [];
  for (const entry of await listEntries(path)) {
    const kind = entry.kind === 'link' ? await targetKind(path, entry) : entry.kind;
    const name = fromHostBytes(entry.name);
    described.push({ name, isDirectory: kind === 'directory', isFile: kind === 'file' });
  }
  return described;
};

/** The C library resolves name by name, so only the kernel reports a path that is too long. */
const resolveLinks = async (path: Buffer): Promise<Buffer> => {
  try {
    return await realpath(path, { encoding: 'buffer' });
  } catch (error) {
    await stat(path);
    throw error;
  }
};
