import { expect } from '@jest/globals';
import type { FileSystem, WalkOptions } from '../../../src/application/ports/file-system.js';
import type { ErrorCode } from '../../../src/domain/errors.js';

/** A file system with an empty directory, and what clients cannot make in it themselves. */
export interface FileFixture {
  readonly files: FileSystem;
  /** Absolute, without symbolic links. */
  readonly root: string;
  addSymlink(path: string, target: string): void;
  addHardLink(path: string, existing: string): void;
  /** Something that is neither file nor directory. */
  addSpecial(path: string): void;
}

export type MakeFileFixture = () => FileFixture;

/** The wording of what most tests of files say; names are relative to the root of the fixture. */
export class FileScript {
  readonly #fixture: FileFixture;

  constructor(fixture: FileFixture) {
    this.#fixture = fixture;
  }

  get files(): FileSystem {
    return this.#fixture.files;
  }

  at(name: string): string {
    return name === '' ? this.#fixture.root : `${this.#fixture.root}/${name}`;
  }

  write(name: string, text: string, followSymlinks = true): Promise<void> {
    return this.files.writeFile(this.at(name), Buffer.from(text), { followSymlinks });
  }

  async read(name: string, followSymlinks = true): Promise<string> {
    const options = { followSymlinks, maxBytes: 1_000_000 };
    return Buffer.from(await this.files.readFile(this.at(name), options)).toString();
  }

  make(name: string, recursive = true, followSymlinks = true): Promise<void> {
    return this.files.createDirectory(this.at(name), { recursive, followSymlinks });
  }

  remove(
    name: string,
    options: { recursive?: boolean; force?: boolean; followSymlinks?: boolean } = {},
  ): Promise<void> {
    const defaults = { recursive: true, force: true, followSymlinks: true };
    return this.files.remove(this.at(name), { ...defaults, ...options });
  }

  copy(source: string, destination: string, recursive = false): Promise<void> {
    return this.files.copy(this.at(source), this.at(destination), { recursive });
  }

  /** What a path is: `file`, `directory`, `other`, each with `link to` before it, or the code of the error. */
  async kind(name: string, followSymlinks = true): Promise<string> {
    try {
      const found = await this.files.metadata(this.at(name), { followSymlinks });
      const kind = found.isFile ? 'file' : found.isDirectory ? 'directory' : 'other';
      return found.isSymlink ? `link to ${kind}` : kind;
    } catch (error) {
      return (error as { code: string }).code;
    }
  }

  /** The names in a directory, sorted. */
  async names(name: string): Promise<string[]> {
    return (await this.files.readDirectory(this.at(name))).map((entry) => entry.name).sort();
  }

  /** A walk's entries, directories with a slash behind, relative to the root. */
  async walk(name: string, options: Partial<WalkOptions> = {}): Promise<string[]> {
    const { entries } = await this.files.walk(this.at(name), { ...ALL, ...options });
    return entries.map(
      ({ path, kind }) =>
        `${path.slice(this.#fixture.root.length + 1)}${kind === 'file' ? '' : '/'}`,
    );
  }

  symlink(name: string, target: string): void {
    this.#fixture.addSymlink(this.at(name), target);
  }

  hardLink(name: string, existing: string): void {
    this.#fixture.addHardLink(this.at(name), this.at(existing));
  }

  /** Makes a tree with a file at its end that no path can name from the root. */
  async makeDeeperThanPaths(name: string): Promise<void> {
    await this.make(`half/${LONG_WAY}`);
    await this.write(`half/${LONG_WAY}/leaf`, 'leaf');
    await this.copy('half', `${name}/${LONG_WAY}`, true);
    await this.remove('half');
  }

  /** What is in the file at the end of such a tree: a link leads half of the way. */
  async readDeepest(name: string): Promise<string> {
    this.symlink('half', `${name}/${LONG_WAY}`);
    try {
      return await this.read(`half/${LONG_WAY}/leaf`);
    } finally {
      await this.remove('half');
    }
  }

  special(name: string): void {
    this.#fixture.addSpecial(this.at(name));
  }
}

/** More than half of the longest path, in more directories than are held open on a way down. */
const LONG_WAY = Array.from({ length: 25 }, () => 'n'.repeat(99)).join('/');

/** A walk that ends nowhere early. */
export const ALL: WalkOptions = {
  maxDepth: 64,
  maxDirectories: 1000,
  maxEntries: 1000,
  followDirectorySymlinks: true,
  pruneHiddenDirectories: false,
};

/** Errors of the contract, as `[code, text]`. */
export const MISSING = ['not-found', 'No such file or directory (os error 2)'] as const;
export const NO_DIRECTORY = ['failed', 'Not a directory (os error 20)'] as const;
export const IS_DIRECTORY = ['failed', 'Is a directory (os error 21)'] as const;
export const EXISTS = ['failed', 'File exists (os error 17)'] as const;
export const NOT_EMPTY = ['failed', 'Directory not empty (os error 39)'] as const;
export const LOOP = ['failed', 'Symbolic link loop (os error 40)'] as const;
export const HAS_LINK = ['invalid-request', 'path contains a symbolic link'] as const;

/** Waits for a rejection with the text of the wire protocol. */
export const expectError = async (
  work: Promise<unknown>,
  [code, message]: readonly [ErrorCode, string],
): Promise<void> => {
  await expect(work).rejects.toMatchObject({ code, message });
};
