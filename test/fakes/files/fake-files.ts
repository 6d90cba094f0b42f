import type {
  FileMetadata,
  FileSystem,
  ReadFileOptions,
  Walk,
} from '../../../src/application/ports/file-system.js';
import type { FileSystemProvider } from '../../../src/application/ports/file-system-provider.js';
import { ExecServerError } from '../../../src/domain/errors.js';
import type { Confinement } from '../../../src/domain/sandbox/confinement.js';

/** Files that are only read: a map of paths to contents; their directories exist with them. */
export class FakeFiles implements FileSystemProvider {
  readonly files = new Map<string, string | Uint8Array>();
  /** Symbolic links, by their path. */
  readonly links = new Map<string, string>();
  /** Reads of these fail. */
  readonly unreadable = new Set<string>();
  /** What the walk says besides. */
  walkErrors: Walk['errors'] = [];
  isTruncated = false;
  /** The restrictions under which files were asked for. */
  readonly confinements: (Confinement | undefined)[] = [];
  /** Set: no sandbox can be enforced. */
  refusal: Error | undefined;

  add(files: Readonly<Record<string, string | Uint8Array>>): this {
    for (const [path, contents] of Object.entries(files)) {
      this.files.set(path, contents);
    }
    return this;
  }

  forSandbox(confinement: Confinement | undefined): FileSystem {
    this.confinements.push(confinement);
    if (this.refusal !== undefined && confinement !== undefined) {
      throw this.refusal;
    }
    return this as unknown as FileSystem;
  }

  async metadata(path: string): Promise<FileMetadata> {
    const real = this.#resolve(path);
    const contents = this.files.get(real);
    const isDirectory = real === '/' || [...this.files.keys()].some(isBelow(real));
    if (contents === undefined && !isDirectory) {
      throw missing();
    }
    return {
      isDirectory,
      isFile: !isDirectory,
      isSymlink: real !== path,
      size: contents === undefined ? 4096 : bytesOf(contents).length,
      createdAtMs: 0,
      modifiedAtMs: 0,
    };
  }

  async canonicalize(path: string): Promise<string> {
    await this.metadata(path);
    return this.#resolve(path);
  }

  async readFile(path: string, { maxBytes }: ReadFileOptions): Promise<Uint8Array> {
    const real = this.#resolve(path);
    if (this.unreadable.has(real)) {
      throw new ExecServerError('invalid-request', 'Permission denied (os error 13)');
    }
    const { isDirectory } = await this.metadata(path);
    if (isDirectory) {
      throw new ExecServerError('invalid-request', `path \`${path}\` is not a file`);
    }
    const bytes = bytesOf(this.files.get(real) ?? '');
    if (bytes.length <= maxBytes) {
      return bytes;
    }
    throw new ExecServerError(
      'invalid-request',
      `file is too large to read: limit is ${maxBytes} bytes`,
    );
  }

  async walk(path: string): Promise<Walk> {
    const below = [...this.files.keys()].filter(isBelow(this.#resolve(path))).sort();
    const entries = below.map((each) => ({ path: each, kind: 'file' as const }));
    return { entries, errors: this.walkErrors, isTruncated: this.isTruncated };
  }

  #resolve(path: string): string {
    if (this.links.size === 0 && !/\/(\/|\.|$)/.test(path)) {
      return path;
    }
    const names: string[] = [];
    for (const name of path.split('/').filter((each) => each !== '' && each !== '.')) {
      if (name === '..') {
        names.pop();
      } else {
        names.push(name);
      }
      const target = this.links.get(`/${names.join('/')}`);
      if (target !== undefined) {
        names.splice(0, names.length, ...target.slice(1).split('/'));
      }
    }
    return `/${names.join('/')}`;
  }
}

const isBelow =
  (directory: string) =>
  (path: string): boolean =>
    path.startsWith(directory === '/' ? '/' : `${directory}/`);

const bytesOf = (contents: string | Uint8Array): Uint8Array =>
  typeof contents === 'string' ? new TextEncoder().encode(contents) : contents;

const missing = (): ExecServerError =>
  new ExecServerError('not-found', 'No such file or directory (os error 2)');
