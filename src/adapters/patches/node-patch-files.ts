import { isUtf8 } from 'node:buffer';
import {
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { PatchFiles } from '../../application/ports/patch-files.js';
import { describeOsError } from '../../protocol/os-errors.js';
import { describeUtf8Fault } from './utf8-fault.js';

/** The files of the host, as the process may use them. Files are written in place, so links and modes stay. */
export class NodePatchFiles implements PatchFiles {
  readonly platform = process.platform;
  readonly #directory: string;

  /** `directory` is what relative paths are relative to. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  resolve(path: string): string | undefined {
    return path.includes('\0') ? undefined : resolve(this.#directory, path);
  }

  read(path: string): { readonly content: string } | { readonly fault: string } {
    try {
      // Opening a FIFO would wait for a writer.
      if (!statSync(path).isFile()) {
        return { fault: `path \`${path}\` is not a file` };
      }
      const bytes = readFileSync(path);
      return isUtf8(bytes) ? { content: bytes.toString() } : { fault: describeUtf8Fault(bytes) };
    } catch (error) {
      return { fault: describeOsError(codeOf(error)) };
    }
  }

  write(path: string, content: string): 'written' | 'missing' | 'failed' {
    try {
      writeFileSync(path, content);
      return 'written';
    } catch (error) {
      return codeOf(error) === 'ENOENT' ? 'missing' : 'failed';
    }
  }

  createDirectories(path: string): boolean {
    try {
      mkdirSync(dirname(path), { recursive: true });
      return true;
    } catch {
      return false;
    }
  }

  remove(path: string): boolean {
    try {
      if (statSync(path).isDirectory()) {
        return false;
      }
      unlinkSync(path);
      return true;
    } catch {
      return false;
    }
  }

  isSame(path: string, other: string): boolean {
    try {
      return path === other || realpathSync(path) === realpathSync(other);
    } catch {
      return false;
    }
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'EIO';
