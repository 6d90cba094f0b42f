import { dirname, resolve } from 'node:path/posix';
import type { PatchFiles } from '../../../src/application/ports/patch-files.js';

/** Files in memory. Those whose names begin with `denied` cannot be written or removed. */
export class FakePatchFiles implements PatchFiles {
  readonly platform = 'linux';
  readonly contents = new Map<string, string>();
  readonly directories = new Set(['/']);

  resolve(path: string): string | undefined {
    return path.includes('\0') ? undefined : resolve('/', path);
  }

  read(path: string): { readonly content: string } | { readonly fault: string } {
    const content = this.contents.get(path);
    return content === undefined
      ? { fault: 'No such file or directory (os error 2)' }
      : { content };
  }

  write(path: string, content: string): 'written' | 'missing' | 'failed' {
    if (isDenied(path) || this.directories.has(path)) {
      return 'failed';
    }
    if (!this.directories.has(dirname(path))) {
      return 'missing';
    }
    this.contents.set(path, content);
    return 'written';
  }

  createDirectories(path: string): boolean {
    for (let above = dirname(path); above !== '/'; above = dirname(above)) {
      if (isDenied(above) || this.contents.has(above)) {
        return false;
      }
      this.directories.add(above);
    }
    return true;
  }

  remove(path: string): boolean {
    return !isDenied(path) && this.contents.delete(path);
  }

  isSame(path: string, other: string): boolean {
    return path === other;
  }
}

const isDenied = (path: string): boolean => path.startsWith('/denied');
