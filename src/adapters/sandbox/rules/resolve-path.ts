import { lstat, readlink } from 'node:fs/promises';
import { decodePath } from '../../../domain/files/path-encoding.js';
import { pathBytes } from './paths.js';

/** The result of resolving a path. */
export interface ResolvedPath {
  /** The real path of the part that exists, followed by the rest as given. */
  readonly path: string;
  /** The symbolic links followed, in order. */
  readonly links: readonly SymbolicLink[];
  /** The directories left again by a `..` in the target of a link. */
  readonly exitedDirectories: readonly string[];
  readonly kind: 'directory' | 'file' | 'missing' | 'unreachable';
  /** Path of the first component that does not exist or cannot be followed; `path` when there is none. */
  readonly firstMissing: string;
  /** Where it ends, since the daemon may not search that directory: its owner can change its mode. */
  readonly closedDirectory?: string | undefined;
}

/** A symbolic link: its path, and its target as it is written in the link. */
export interface SymbolicLink {
  readonly path: string;
  readonly target: string;
}

/** The kernel's limit, beyond which a path fails with ELOOP. */
const MAX_LINKS = 40;

/** Resolves a path component by component, and records its symbolic links. Never rejects. */
export const resolvePath = async (given: string): Promise<ResolvedPath> => {
  const ahead = parts(given);
  const links: SymbolicLink[] = [];
  const exitedDirectories: string[] = [];
  let path = '/';
  let isDirectory = true;
  for (let part = ahead.shift(); part !== undefined; part = ahead.shift()) {
    if (part === '..') {
      exitedDirectories.push(path);
      path = parentOf(path);
      continue;
    }
    const next = join(path, part);
    const found = await lstat(pathBytes(next)).catch((error: NodeJS.ErrnoException) => error.code);
    if (typeof found !== 'object') {
      const whole = ahead.reduce(join, next);
      const kind = found === 'ENOENT' ? 'missing' : 'unreachable';
      const closedDirectory = found === 'EACCES' ? path : undefined;
      return { path: whole, links, exitedDirectories, kind, firstMissing: next, closedDirectory };
    }
    if (found.isSymbolicLink()) {
      const bytes = await readlink(pathBytes(next), 'buffer').catch(() => undefined);
      if (bytes === undefined || links.length >= MAX_LINKS) {
        return { path: next, links, exitedDirectories, kind: 'unreachable', firstMissing: next };
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
  return {
    path,
    links,
    exitedDirectories,
    kind: isDirectory ? 'directory' : 'file',
    firstMissing: path,
  };
};

const parts = (path: string): string[] =>
  path.split('/').filter((part) => part !== '' && part !== '.');

const join = (directory: string, name: string): string =>
  directory === '/' ? `/${name}` : `${directory}/${name}`;

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';
