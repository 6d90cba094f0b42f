import { isUtf8Path } from '../../../domain/files/path-encoding.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import type { Hidden } from '../rules/expand-deny-globs.js';
import { byDepth, isWithin, parentsOf } from '../rules/paths.js';
import type { ResolvedPath, SymbolicLink } from '../rules/resolve-path.js';
import {
  MINIMAL_DIRECTORIES,
  type ResolvedRule,
  type ResolvedRules,
} from '../rules/resolved-rules.js';
import { canCreate } from './can-create.js';
import type { Placeholder } from './make-placeholder.js';
import { PROCESS_TABLE } from './proc-mount.js';

/** What bubblewrap is told of files. */
export interface Mounts {
  readonly options: readonly string[];
  /** What must be made to be protected, since it does not exist: in their order, before the start. */
  readonly placeholders: readonly Placeholder[];
  /** What exists and is mounted over so that it stays as it is. */
  readonly guarded: readonly string[];
  /** What must stay and cannot be mounted over in this way. */
  readonly links: readonly SymbolicLink[];
  /** What patterns hide. */
  readonly hidden: readonly Hidden[];
}

/** A private file without content and permissions, to stand where a file is denied. */
export interface MountSources {
  readonly deniedFile: string;
  /** The daemon's own directory, hidden from everyone. */
  readonly ownDirectory: string;
}

/** What is mounted at a path. */
interface Mount {
  readonly path: string;
  readonly options: readonly string[];
}

export class MountList {
  readonly #rules: ResolvedRules;
  readonly #surrogates: MountSources;
  readonly #base: string[] = [];
  readonly #mounts: Mount[] = [];
  readonly #sealed: string[] = [];
  readonly #hiddenDirectories = new Set<string>();
  readonly #placeholders = new Map<string, Placeholder>();
  readonly #guarded: string[] = [];
  readonly #links = new Map<string, SymbolicLink>();
  readonly #pinned = new Set<string>();
  readonly #named = new Set<string>();

  constructor(rules: ResolvedRules, surrogates: MountSources) {
    this.#rules = rules;
    this.#surrogates = surrogates;
  }

  /** Devices and process table are new ones, but for who may write everywhere. */
  addBase(includesMinimal: boolean): void {
    const root = this.#rules.all.find(({ path }) => path === '/')?.access;
    const isUnlimited =
      root === 'write' &&
      this.#rules.all.every(
        ({ path, access }) => access === 'write' || path === this.#surrogates.ownDirectory,
      );
    if (root === 'write') {
      this.#base.push(isUnlimited ? '--dev-bind' : '--bind', '/', '/');
    } else if (root === 'read') {
      this.#base.push('--ro-bind', '/', '/');
    } else if (includesMinimal) {
      for (const directory of MINIMAL_DIRECTORIES) {
        this.#base.push('--ro-bind-try', directory, directory);
      }
    }
    if (!isUnlimited) {
      this.#base.push('--dev', '/dev');
    }
    this.#base.push(...PROCESS_TABLE);
    if (root !== 'write' && root !== 'read') {
      this.#sealed.push('/');
    }
  }

  async add(rule: ResolvedRule): Promise<void> {
    if (rule.path === '/' || rule.kind === 'unreachable') {
      return;
    }
    for (const { path, target } of rule.links) {
      this.#name(path, target);
    }
    const around = this.#rules.accessAround(rule.path);
    if (rule.access === 'write') {
      this.#allow(rule);
    } else if (rule.kind === 'missing') {
      await this.#reserve(rule);
    } else if (rule.access === 'deny') {
      this.#deny(rule);
    } else if (around !== 'read') {
      this.#cover(rule.path, '--ro-bind', rule.path, rule.path);
    }
  }

  /** Keeps a path leading where it leads to. */
  keep({ links, turns, kind, firstMissing }: ResolvedPath): void {
    // What it names in a directory may be another directory's if that one is another one.
    for (const directory of turns) {
      if (directory !== '/') {
        this.#pin(`${directory}/.`);
      }
    }
    // A file stands where a directory would have to.
    if (kind === 'unreachable') {
      this.#pin(firstMissing);
    }
    for (const link of links) {
      if (this.#rules.accessTo(link.path) !== 'write') {
        continue;
      }
      if (!isUtf8Path(link.path) || !isUtf8Path(link.target)) {
        throw new SandboxRefused(`\`${link.path}\` leads to a name that is not UTF-8`);
      }
      this.#pin(link.path);
      this.#links.set(link.path, link);
    }
  }

  /** Denies what a pattern fits, with all below it, whatever rules say of that. */
  hide(found: Hidden): void {
    if (found.kind === 'directory') {
      this.#hiddenDirectories.add(found.path);
    }
    this.#empty(found, '0000');
  }

  #deny({ path, kind }: ResolvedRule): void {
    const around = this.#rules.accessAround(path);
    if (around === undefined || around === 'deny') {
      return;
    }
    // What is allowed inside must be reachable, without the names beside it.
    const isPassage = this.#rules.all.some(
      (other) => other.access !== 'deny' && other.path !== path && isWithin(path, other.path),
    );
    this.#empty({ path, kind }, isPassage ? '0111' : '0000');
  }

  /** Puts something without content over it, and for a file without permissions. */
  #empty({ path, kind }: Hidden, permissions: string): void {
    if (kind === 'directory') {
      this.#cover(path, '--perms', permissions, '--tmpfs', path);
      this.#sealed.push(path);
    } else {
      this.#cover(path, '--ro-bind', this.#surrogates.deniedFile, path);
    }
  }

  /** Puts a mount over what exists, which stays there. */
  #cover(path: string, ...options: readonly string[]): void {
    this.#pin(path);
    this.#guarded.push(path);
    this.#mount(path, ...options);
  }

  #mount(path: string, ...options: readonly string[]): void {
    this.#mounts.push({ path, options });
  }

  /** What is allowed can be reached by the names that the rules have for it. */
  #name(path: string, target: string): void {
    if (this.#rules.accessTo(path) !== undefined || this.#named.has(path)) {
      return;
    }
    this.#named.add(path);
    this.#mount(path, '--symlink', target, path);
  }

  /** Parents before children: a mount covers those that were there below its path. */
  finish(): Omit<Mounts, 'hidden'> {
    const isShown = (path: string): boolean =>
      !parentsOf(path).some((p) => this.#hiddenDirectories.has(p));
    const mounts = this.#mounts.filter(({ path }) => isShown(path)).sort(byDepth);
    const sealed = [...new Set(this.#sealed)].filter(isShown);
    return {
      options: [
        ...this.#base,
        ...mounts.flatMap(({ options }) => options),
        ...sealed.flatMap((path) => ['--remount-ro', path]),
      ],
      placeholders: [...this.#placeholders.values()].filter(({ path }) => isShown(path)),
      guarded: this.#guarded.filter(isShown),
      links: [...this.#links.values()],
    };
  }

  #allow({ path, kind }: ResolvedRule): void {
    if (isWithin('/proc', path) || isWithin('/sys', path)) {
      throw new SandboxRefused(`\`${path}\` cannot be made writable: it is a part of the kernel`);
    }
    if (kind === 'missing') {
      return;
    }
    this.#pin(path);
    this.#mount(path, '--bind', path, path);
  }

  /** Where the process could make it, something is made first, to be read only. */
  async #reserve(rule: ResolvedRule): Promise<void> {
    const { path, firstMissing, isLedTo } = rule;
    if (this.#rules.nearest(firstMissing, true)?.access !== 'write') {
      return;
    }
    if (this.#placeholders.has(firstMissing) || !(await canCreate(firstMissing))) {
      return;
    }
    if (path.includes('/../')) {
      throw new SandboxRefused(`a link leads to \`${path}\``);
    }
    // A name with a dot in front is a tool's directory; the others are like what upstream makes.
    const isFile = path === firstMissing && !isLedTo && !/\/\.[^/]+$/.test(path);
    this.#placeholders.set(firstMissing, {
      path: firstMissing,
      kind: isFile ? 'file' : 'directory',
    });
    this.#pin(firstMissing);
    this.#mount(firstMissing, '--ro-bind', firstMissing, firstMissing);
  }

  /** A directory above a mount could be renamed with the mount, and another one made in its place: not if it is one too. */
  #pin(path: string): void {
    const root = this.#rules.nearest(path, true);
    if (root?.access !== 'write') {
      return;
    }
    const inside = path
      .slice(root.path === '/' ? 0 : root.path.length)
      .split('/')
      .slice(1, -1);
    let directory = root.path === '/' ? '' : root.path;
    for (const part of inside) {
      directory = `${directory}/${part}`;
      // Devices and processes are mounts of their own.
      if (
        this.#pinned.has(directory) ||
        isWithin('/dev', directory) ||
        isWithin('/proc', directory)
      ) {
        continue;
      }
      this.#pinned.add(directory);
      this.#mount(directory, '--bind', directory, directory);
    }
  }
}
