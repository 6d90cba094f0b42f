import { isUtf8Path } from '../../../domain/files/path-encoding.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { canCreate } from '../placeholders/can-create.js';
import type { Placeholder } from '../placeholders/create-placeholder.js';
import type { Hidden } from '../rules/expand-deny-globs.js';
import { byDepth, isWithin, parentsOf } from '../rules/paths.js';
import type { SymbolicLink } from '../rules/resolve-path.js';
import {
  MINIMAL_DIRECTORIES,
  type ResolvedRule,
  type ResolvedRules,
} from '../rules/resolved-rules.js';
import type { MountSources, Mounts } from './mounts.js';
import { PROC_MOUNT } from './proc-mount.js';

/** The options that mount something at a path. */
interface Mount {
  readonly path: string;
  readonly options: readonly string[];
}

export class MountList {
  readonly #rules: ResolvedRules;
  readonly #sources: MountSources;
  readonly #base: string[] = [];
  readonly #mounts: Mount[] = [];
  readonly #sealed: string[] = [];
  readonly #hiddenDirectories = new Set<string>();
  readonly #placeholders = new Map<string, Placeholder>();
  readonly #guarded: string[] = [];
  readonly #links = new Map<string, SymbolicLink>();
  readonly #pinned = new Set<string>();
  readonly #linked = new Set<string>();

  constructor(rules: ResolvedRules, sources: MountSources) {
    this.#rules = rules;
    this.#sources = sources;
  }

  /** Mounts the root, `/dev` and `/proc`. The host's `/dev` is mounted only if everything may be written. */
  addBase(includesMinimal: boolean): void {
    const root = this.#rules.all.find(({ path }) => path === '/')?.access;
    const isUnlimited =
      root === 'write' &&
      this.#rules.all.every(({ path, access }) => access === 'write' || this.#isPrivate(path));
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
    this.#base.push(...PROC_MOUNT);
    if (root !== 'write' && root !== 'read') {
      this.#sealed.push('/');
    }
  }

  #isPrivate(path: string): boolean {
    return this.#sources.privateDirectories.some((directory) => isWithin(directory, path));
  }

  async add(rule: ResolvedRule): Promise<void> {
    if (rule.path === '/' || rule.kind === 'unreachable') {
      return;
    }
    for (const { path, target } of rule.links) {
      this.#createLink(path, target);
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

  /** Prevents a sandboxed process from redirecting a path. */
  keep(rule: ResolvedRule): void {
    const { links, exitedDirectories, kind, firstMissing } = rule;
    // If the directory were replaced, its `..` would lead elsewhere.
    for (const directory of exitedDirectories) {
      if (directory !== '/') {
        this.#pin(`${directory}/.`);
      }
    }
    // The component before it is not a directory and must not be replaced by one.
    if (kind === 'unreachable') {
      this.#pin(firstMissing);
    }
    this.#keepClosed(rule);
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

  /** The owner of a directory that may not be searched cannot open it where it is read-only. Mounts over its pin. */
  #keepClosed({ access, closedDirectory }: ResolvedRule): void {
    if (access === 'write' || closedDirectory === undefined) {
      return;
    }
    if (this.#rules.accessTo(closedDirectory) === 'write') {
      this.#cover(closedDirectory, '--ro-bind', closedDirectory, closedDirectory);
    }
  }

  /** Denies a match of a pattern and everything below it, whatever the rules there. */
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
    // Mode 0111 makes allowed paths inside reachable without listing the names beside them.
    const isPassage = this.#rules.all.some(
      (other) => other.access !== 'deny' && other.path !== path && isWithin(path, other.path),
    );
    this.#empty({ path, kind }, isPassage ? '0111' : '0000');
  }

  /** Mounts an empty directory over a directory, and the denied file over a file. */
  #empty({ path, kind }: Hidden, permissions: string): void {
    if (kind === 'directory') {
      this.#cover(path, '--perms', permissions, '--tmpfs', path);
      this.#sealed.push(path);
    } else {
      this.#cover(path, '--ro-bind', this.#sources.deniedFile, path);
    }
  }

  /** Mounts over an existing path, which must not be moved. */
  #cover(path: string, ...options: readonly string[]): void {
    this.#pin(path);
    this.#guarded.push(path);
    this.#mount(path, ...options);
  }

  #mount(path: string, ...options: readonly string[]): void {
    this.#mounts.push({ path, options });
  }

  /** Creates the symbolic links of a rule's path in the sandbox, so that the path works there. */
  #createLink(path: string, target: string): void {
    if (this.#rules.accessTo(path) !== undefined || this.#linked.has(path)) {
      return;
    }
    this.#linked.add(path);
    this.#mount(path, '--symlink', target, path);
  }

  /** Sorts parents before children, since a mount covers earlier ones below its path. */
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
      throw new SandboxRefused(
        `\`${path}\` cannot be made writable: it belongs to a kernel file system`,
      );
    }
    if (kind === 'missing') {
      return;
    }
    this.#pin(path);
    this.#mount(path, '--bind', path, path);
  }

  /** Plans a read-only placeholder for a missing path that a sandboxed process could create. */
  async #reserve(rule: ResolvedRule): Promise<void> {
    const { path, firstMissing, isDerived } = rule;
    const isWritable = this.#rules.nearest(firstMissing, true)?.access === 'write';
    if (!isWritable || this.#placeholders.has(firstMissing) || !(await canCreate(firstMissing))) {
      return;
    }
    if (path.includes('/../')) {
      throw new SandboxRefused(`a symbolic link leads to \`${path}\``);
    }
    // A name with a leading dot is a tool's directory; for other names upstream creates a file.
    const isFile = path === firstMissing && !isDerived && !/\/\.[^/]+$/.test(path);
    const kind = isFile ? 'file' : 'directory';
    this.#placeholders.set(firstMissing, { path: firstMissing, kind });
    this.#pin(firstMissing);
    this.#mount(firstMissing, '--ro-bind', firstMissing, firstMissing);
  }

  /** Mounts the writable ancestors of a path over themselves, so that a process cannot rename and replace them. */
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
      // `/dev` and `/proc` are separate mounts.
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
