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
} from '../../../application/ports/file-system.js';
import { type Confinement, withoutWriting } from '../../../domain/sandbox/confinement.js';
import type { FileWorker } from './file-worker.js';
import type { FileWorkerPool } from './file-worker-pool.js';

/**
 * A file system whose operations run in a worker process inside the sandbox, so the kernel enforces the rules. Reading
 * has a worker without anything writable, which needs no placeholders and so can be kept.
 */
export class ConfinedFileSystem implements FileSystem {
  readonly #workers: FileWorkerPool;
  readonly #reading: Confinement;
  readonly #writing: Confinement;

  constructor(workers: FileWorkerPool, confinement: Confinement) {
    this.#workers = workers;
    this.#reading = withoutWriting(confinement);
    this.#writing = confinement;
  }

  readFile(path: string, options: ReadFileOptions): Promise<Uint8Array> {
    return this.#call(this.#reading, 'readFile', path, plain(options));
  }

  async writeFile(
    path: string,
    bytes: Uint8Array,
    { inTurn, ...options }: WriteFileOptions,
  ): Promise<void> {
    await inTurn;
    await this.#call(this.#writing, 'writeFile', path, bytes, plain(options));
  }

  open(path: string, mode: 'read' | 'replace'): Promise<OpenFile> {
    const confinement = mode === 'read' ? this.#reading : this.#writing;
    return this.#workers.use(confinement, async (worker) => {
      const file = (await worker.call('open', [path, mode])) as number;
      worker.opened();
      return new ConfinedFile(this.#workers, worker, file);
    });
  }

  metadata(path: string, options: SymlinkOptions): Promise<FileMetadata> {
    return this.#call(this.#reading, 'metadata', path, plain(options));
  }

  canonicalize(path: string): Promise<string> {
    return this.#call(this.#reading, 'canonicalize', path);
  }

  readDirectory(path: string): Promise<readonly DirectoryEntry[]> {
    return this.#call(this.#reading, 'readDirectory', path);
  }

  walk(path: string, options: WalkOptions): Promise<Walk> {
    return this.#call(this.#reading, 'walk', path, plain(options));
  }

  createDirectory(path: string, options: SymlinkOptions & { recursive: boolean }): Promise<void> {
    return this.#call(this.#writing, 'createDirectory', path, plain(options));
  }

  remove(path: string, options: SymlinkOptions & RemoveOptions): Promise<void> {
    return this.#call(this.#writing, 'remove', path, plain(options));
  }

  copy(source: string, destination: string, options: { recursive: boolean }): Promise<void> {
    return this.#call(this.#writing, 'copy', source, destination, plain(options));
  }

  #call<T>(
    confinement: Confinement,
    method: keyof FileSystem,
    ...args: readonly unknown[]
  ): Promise<T> {
    return this.#workers.use(confinement, (worker) => worker.call(method, args)) as Promise<T>;
  }
}

/**
 * Keeps boolean and number options: the object may have other fields, such as functions, which cannot be serialized.
 */
const plain = (options: object): object =>
  Object.fromEntries(
    Object.entries(options).filter(([, value]) => ['boolean', 'number'].includes(typeof value)),
  );

/** A file that a worker has open; the worker keeps running until the file is closed, and uses its descriptor only. */
class ConfinedFile implements OpenFile {
  readonly #workers: FileWorkerPool;
  readonly #worker: FileWorker;
  readonly #file: number;
  #isOpen = true;

  constructor(workers: FileWorkerPool, worker: FileWorker, file: number) {
    this.#workers = workers;
    this.#worker = worker;
    this.#file = file;
  }

  read(offset: number | bigint, length: number): Promise<Uint8Array> {
    return this.#worker.call('read', [offset, length], this.#file) as Promise<Uint8Array>;
  }

  async write(offset: number | bigint, bytes: Uint8Array): Promise<void> {
    await this.#worker.call('write', [offset, bytes], this.#file);
  }

  async close(): Promise<void> {
    if (!this.#isOpen) {
      return;
    }
    this.#isOpen = false;
    try {
      if (!this.#worker.hasEnded) {
        await this.#worker.call('close', [], this.#file);
      }
    } finally {
      this.#worker.closed();
      this.#workers.endWhenIdle(this.#worker);
    }
  }
}
