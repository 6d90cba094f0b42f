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
} from '../../../application/ports/file-system.js';
import type { Confinement } from '../../../domain/sandbox/confinement.js';
import type { FileWorker } from './file-worker.js';
import type { FileWorkerPool } from './file-worker-pool.js';

/** Files as a sandbox shows them: each operation is done by a process in that sandbox, so the kernel decides. */
export class ConfinedFileSystem implements FileSystem {
  readonly #helpers: FileWorkerPool;
  readonly #confinement: Confinement;

  constructor(helpers: FileWorkerPool, confinement: Confinement) {
    this.#helpers = helpers;
    this.#confinement = confinement;
  }

  readFile(path: string, options: ReadFileOptions): Promise<Uint8Array> {
    return this.#call('readFile', path, plain(options));
  }

  writeFile(path: string, bytes: Uint8Array, options: SymlinkOptions): Promise<void> {
    return this.#call('writeFile', path, bytes, plain(options));
  }

  open(path: string, mode: 'read' | 'replace'): Promise<OpenFile> {
    return this.#helpers.use(this.#confinement, async (helper) => {
      const file = (await helper.call('open', [path, mode])) as number;
      helper.opened();
      return new ConfinedFile(this.#helpers, helper, file);
    });
  }

  metadata(path: string, options: SymlinkOptions): Promise<FileMetadata> {
    return this.#call('metadata', path, plain(options));
  }

  canonicalize(path: string): Promise<string> {
    return this.#call('canonicalize', path);
  }

  readDirectory(path: string): Promise<readonly DirectoryEntry[]> {
    return this.#call('readDirectory', path);
  }

  walk(path: string, options: WalkOptions): Promise<Walk> {
    return this.#call('walk', path, plain(options));
  }

  createDirectory(path: string, options: SymlinkOptions & { recursive: boolean }): Promise<void> {
    return this.#call('createDirectory', path, plain(options));
  }

  remove(path: string, options: SymlinkOptions & RemoveOptions): Promise<void> {
    return this.#call('remove', path, plain(options));
  }

  copy(source: string, destination: string, options: { recursive: boolean }): Promise<void> {
    return this.#call('copy', source, destination, plain(options));
  }

  #call<T>(method: keyof FileSystem, ...args: readonly unknown[]): Promise<T> {
    return this.#helpers.use(this.#confinement, (helper) =>
      helper.call(method, args),
    ) as Promise<T>;
  }
}

/** Options may come with more than the port declares, such as functions, which cannot be handed over. */
const plain = (options: object): object =>
  Object.fromEntries(
    Object.entries(options).filter(([, value]) => ['boolean', 'number'].includes(typeof value)),
  );

/** A file that a helper has open, which stays as long. */
class ConfinedFile implements OpenFile {
  readonly #helpers: FileWorkerPool;
  readonly #helper: FileWorker;
  readonly #file: number;
  #isOpen = true;

  constructor(helpers: FileWorkerPool, helper: FileWorker, file: number) {
    this.#helpers = helpers;
    this.#helper = helper;
    this.#file = file;
  }

  read(offset: number | bigint, length: number): Promise<Uint8Array> {
    return this.#helper.call('read', [offset, length], this.#file) as Promise<Uint8Array>;
  }

  async write(offset: number | bigint, bytes: Uint8Array): Promise<void> {
    await this.#helper.call('write', [offset, bytes], this.#file);
  }

  async close(): Promise<void> {
    if (!this.#isOpen) {
      return;
    }
    this.#isOpen = false;
    try {
      if (!this.#helper.hasEnded) {
        await this.#helper.call('close', [], this.#file);
      }
    } finally {
      this.#helper.closed();
      this.#helpers.endWhenIdle(this.#helper);
    }
  }
}
