import { parsePatch } from '../../../domain/patches/parse-patch.js';
import { type FilePatch, PatchFailed } from '../../../domain/patches/patch.js';
import { updateText } from '../../../domain/patches/update-text.js';
import type { PatchFiles } from '../../ports/patch-files.js';

/** What happened to a file, and its name in the patch. */
interface Change {
  readonly letter: 'A' | 'M' | 'D';
  readonly path: string;
}

/** Applies patches, as a program that a process calls. */
export class ApplyPatch {
  readonly #files: PatchFiles;

  constructor(files: PatchFiles) {
    this.#files = files;
  }

  /**
   * Applies a patch and says which files were changed. The files are changed in the order of the patch.
   *
   * @throws {PatchFailed} at the first file that fails: the files before it are changed.
   */
  execute(text: string): string {
    const changes = parsePatch(text).map((file) => this.#apply(file));
    if (changes.length === 0) {
      throw new PatchFailed('No files were modified.');
    }
    const listed = (['A', 'M', 'D'] as const).flatMap((wanted) =>
      changes.filter(({ letter }) => letter === wanted),
    );
    const lines = listed.map(({ letter, path }) => `${letter} ${path}\n`);
    return `Success. Updated the following files:\n${lines.join('')}`;
  }

  #apply(file: FilePatch): Change {
    const path = this.#resolve(file.path);
    if (file.kind === 'add') {
      this.#write(path, file.content);
      return { letter: 'A', path: file.path };
    }
    if (file.kind === 'delete') {
      this.#remove(path, `Failed to delete file ${path}`);
      return { letter: 'D', path: file.path };
    }
    const target = this.#resolve(file.target ?? file.path);
    this.#write(target, updateText(this.#read(path), file.chunks, path));
    // Upstream also removes a file that was moved to itself, and with it the content.
    if (!this.#files.isSame(path, target)) {
      this.#remove(path, `Failed to remove original ${path}`);
    }
    return { letter: 'M', path: file.target ?? file.path };
  }

  #resolve(path: string): string {
    const resolved = this.#files.resolve(path);
    if (resolved === undefined) {
      throw new PatchFailed(`'${path}' is invalid on '${this.#files.platform}'`);
    }
    return resolved;
  }

  #read(path: string): string {
    const result = this.#files.read(path);
    if ('fault' in result) {
      throw new PatchFailed(`Failed to read file to update ${path}: ${result.fault}`);
    }
    return result.content;
  }

  #write(path: string, content: string): void {
    let result = this.#files.write(path, content);
    if (result === 'missing') {
      if (!this.#files.createDirectories(path)) {
        throw new PatchFailed(`Failed to create parent directories for ${path}`);
      }
      result = this.#files.write(path, content);
    }
    if (result !== 'written') {
      throw new PatchFailed(`Failed to write file ${path}`);
    }
  }

  #remove(path: string, fault: string): void {
    if (!this.#files.remove(path)) {
      throw new PatchFailed(fault);
    }
  }
}
