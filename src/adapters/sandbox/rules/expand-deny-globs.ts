import { readdir } from 'node:fs/promises';
import { decodePath } from '../../../domain/files/path-encoding.js';
import type { FileRules } from '../../../domain/sandbox/confinement.js';
import { GlobPosition } from '../../../domain/sandbox/glob.js';
import type { HiddenPattern } from '../../../domain/sandbox/hidden-pattern.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { isWithin, parentsOf, pathBytes } from './paths.js';
import { resolvePath } from './resolve-path.js';
import type { ResolvedRule, ResolvedRules } from './resolved-rules.js';

/** Beyond these limits a start would take seconds and need too many mounts. */
const MAX_VISITED = 200_000;
const MAX_FOUND = 1000;

/** A match of a deny pattern: a real path, and whether it is a file or a directory. */
export type Hidden = Pick<ResolvedRule, 'path' | 'kind'>;

/**
 * Finds the existing files and directories that match a pattern, by real path, without those below another match. The
 * search does not enter symbolic links, since a target is matched by its own path; a link that matches adds its
 * target.
 *
 * @throws {SandboxRefused} when the search exceeds a limit or cannot list a directory.
 */
export const expandDenyGlobs = async (
  { hidden, hiddenDepth = Number.POSITIVE_INFINITY }: FileRules,
  rules: ResolvedRules,
): Promise<readonly Hidden[]> => {
  const search = new Search(hiddenDepth);
  for (const pattern of hidden) {
    await search.add(pattern, rules);
  }
  return search.found().filter(({ path }) => isReachable(path, rules));
};

/** Whether the sandbox shows the path or something below it. */
const isReachable = (path: string, rules: ResolvedRules): boolean =>
  isAllowed(rules.accessTo(path)) ||
  rules.all.some((rule) => isAllowed(rule.access) && isWithin(path, rule.path));

const isAllowed = (access: string | undefined): boolean => access === 'read' || access === 'write';

class Search {
  readonly #depth: number;
  readonly #found = new Map<string, Hidden>();
  #left = MAX_VISITED;

  constructor(depth: number) {
    this.#depth = depth;
  }

  async add({ directory, pattern }: HiddenPattern, rules: ResolvedRules): Promise<void> {
    const start = GlobPosition.startOf(pattern);
    const { path, kind, links, closedDirectory } = await resolvePath(directory);
    if (links.some((link) => rules.accessTo(link.path) === 'write')) {
      throw new SandboxRefused(
        `a pattern below \`${directory}\` leads through a symbolic link in a writable directory`,
      );
    }
    if (kind === 'directory') {
      await this.#visit(path, 1, start);
    }
    this.#hideClosed(closedDirectory);
  }

  found(): readonly Hidden[] {
    const found = [...this.#found.values()];
    const directories = new Set(
      found.filter(({ kind }) => kind === 'directory').map((f) => f.path),
    );
    const outermost = found.filter(({ path }) => !parentsOf(path).some((p) => directories.has(p)));
    if (outermost.length > MAX_FOUND) {
      throw new SandboxRefused(`the patterns match more than ${MAX_FOUND} files`);
    }
    return outermost;
  }

  /** `at` is the position in the pattern before the names of the entries. */
  async #visit(directory: string, depth: number, at: GlobPosition): Promise<void> {
    if (depth > this.#depth) {
      return;
    }
    const entries = await readdir(pathBytes(directory), {
      withFileTypes: true,
      encoding: 'buffer',
    }).catch((error: NodeJS.ErrnoException) => this.#hideUnlisted(directory, error));
    for (const entry of entries) {
      this.#left -= 1;
      if (this.#left < 0) {
        throw new SandboxRefused(`the patterns cover more than ${MAX_VISITED} directory entries`);
      }
      const name = decodePath(entry.name);
      const path = `${directory}/${name}`;
      const position = at.after(name);
      if (position.fits) {
        const { path: target, kind, closedDirectory } = await resolvePath(path);
        if (kind === 'file' || kind === 'directory') {
          this.#found.set(target, { path: target, kind });
        }
        this.#hideClosed(closedDirectory);
      } else if (entry.isDirectory()) {
        const below = position.after('/');
        if (below.mayGoOn) {
          await this.#visit(path, depth + 1, below);
        }
      }
    }
  }

  #hideUnlisted(directory: string, { code }: NodeJS.ErrnoException): [] {
    if (code === 'EACCES') {
      this.#hideClosed(directory);
    } else if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      throw new SandboxRefused(`the patterns cannot be searched for in \`${directory}\`: ${code}`);
    }
    return [];
  }

  /** A directory that the daemon may not list or search: its owner could change that from inside the sandbox. */
  #hideClosed(directory: string | undefined): void {
    if (directory !== undefined) {
      this.#found.set(directory, { path: directory, kind: 'directory' });
    }
  }
}
