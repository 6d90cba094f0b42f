import { lstat, readlink } from 'node:fs/promises';
import { decodePath } from '../../../domain/files/path-encoding.js';
import { pathBytes } from './paths.js';

/** What a path leads to. */
export interface ResolvedPath {
  /** Without symbolic links, as far as it exists; the rest is as given. */
  readonly path: string;
  /** The symbolic links that it leads through. */
  readonly links: readonly SymbolicLink[];
  /** The directories that it goes into and out of again, by a `..` in a link. */
  readonly turns: readonly string[];
  readonly kind: 'directory' | 'file' | 'missing' | 'unreachable';
  /** The first part that does not exist; `path` itself when everything does. */
  readonly firstMissing: string;
}

/** Where a link lies, and its text. */
export interface SymbolicLink {
  readonly path: string;
  readonly target: string;
}

/** As the kernel has it. */
const MAX_LINKS = 40;

/** Follows a path step by step, to tell where its links are. Never rejects. */
export const resolvePath = async (given: string): Promise<ResolvedPath> => {
  const ahead = parts(given);
  const links: SymbolicLink[] = [];
  const turns: string[] = [];
  let path = '/';
  let isDirectory = true;
  for (let part = ahead.shift(); part !== undefined; part = ahead.shift()) {
    if (part === '..') {
      turns.push(path);
      path = parentOf(path);
      continue;
    }
    const next = join(path, part);
    const found = await lstat(pathBytes(next)).catch((error: NodeJS.ErrnoException) => error.code);
    if (typeof found !== 'object') {
      const whole = ahead.reduce(join, next);
      const kind = found === 'ENOENT' ? 'missing' : 'unreachable';
      return { path: whole, links, turns, kind, firstMissing: next };
    }
    if (found.isSymbolicLink()) {
      const bytes = await readlink(pathBytes(next), 'buffer').catch(() => undefined);
      if (bytes === undefined || links.length >= MAX_LINKS) {
        return { path: next, links, turns, kind: 'unreachable', firstMissing: next };
      }
      const target = decodePath(bytes);
      links.push({ path: next, target });
      ahead.unshift(...parts(target));
      if (target.startsWith('/')) {
        path = '/';
      }
      continue;
    }
    path = next;
    isDirectory = found.isDirectory();
  }
  return { path, links, turns, kind: isDirectory ? 'directory' : 'file', firstMissing: path };
};

const parts = (path: string): string[] =>
  path.split('/').filter((part) => part !== '' && part !== '.');

const join = (directory: string, name: string): string =>
  directory === '/' ? `/${name}` : `${directory}/${name}`;

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';
