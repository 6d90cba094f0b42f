import { realpathSync } from 'node:fs';
import {
  type FilePermission,
  type FileRules,
  isStronger,
} from '../../../domain/sandbox/confinement.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { gitDirectories } from './git-directories.js';
import { byDepth, isWithin } from './paths.js';
import { type ResolvedPath, resolvePath } from './resolve-path.js';

/** A rule with its path as it resolves now. */
export interface ResolvedRule extends ResolvedPath {
  readonly access: FilePermission;
  /** True when a protected link or `.git` leads to the path and no rule names it. */
  readonly isDerived?: boolean;
}

/** Rules by real path; the rule of the nearest ancestor applies to a path. */
export class ResolvedRules {
  /** Parents before children. */
  readonly all: readonly ResolvedRule[];
  readonly #includesMinimal: boolean;
  readonly #others: readonly ResolvedRule[];

  /** `others` have no effect of their own, but must keep leading to the same place. */
  constructor(
    rules: readonly ResolvedRule[],
    includesMinimal: boolean,
    others: readonly ResolvedRule[] = [],
  ) {
    this.all = [...rules].sort(byDepth);
    this.#includesMinimal = includesMinimal;
    this.#others = others;
  }

  /** The same rules, those that make something writable with `read`. */
  get withoutWriting(): ResolvedRules {
    const readable = this.all.map(
      (rule): ResolvedRule => (rule.access === 'write' ? { ...rule, access: 'read' } : rule),
    );
    return new ResolvedRules(readable, this.#includesMinimal, this.#others);
  }

  /** All resolved paths that a sandboxed process must not be able to redirect. */
  get fixedPaths(): readonly ResolvedRule[] {
    return [...this.all, ...this.#others];
  }

  /** Access by the nearest rule, otherwise by the minimal set; undefined: the path does not exist in the sandbox. */
  accessTo(path: string): FilePermission | undefined {
    return (
      this.nearest(path)?.access ?? (this.#includesMinimal && isMinimal(path) ? 'read' : undefined)
    );
  }

  /** Access as if the path itself had no rule. */
  accessAround(path: string): FilePermission | undefined {
    return (
      this.nearest(path, true)?.access ??
      (this.#includesMinimal && isMinimal(path) ? 'read' : undefined)
    );
  }

  /** Whether a sandboxed process can read the path; true when it does not exist. */
  shows(path: string): boolean {
    if (path === '/') {
      return true;
    }
    try {
      const access = this.accessTo(realpathSync(path));
      return access === 'read' || access === 'write';
    } catch {
      // The path does not exist: the operation that needs it reports that.
      return true;
    }
  }

  /** The rule of the path or of its nearest ancestor, without rules whose path is unreachable. */
  nearest(path: string, onlyParents = false): ResolvedRule | undefined {
    return this.all.findLast(
      (rule) =>
        isWithin(rule.path, path) &&
        rule.kind !== 'unreachable' &&
        !(onlyParents && rule.path === path),
    );
  }
}

/** The minimal set: programs and libraries of the host. */
export const MINIMAL_DIRECTORIES: readonly string[] = [
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/usr',
  '/etc',
  '/nix/store',
  '/run/current-system/sw',
];

/**
 * Resolves the paths of the rules. Of two rules with the same real path the stronger one applies, as for equal paths.
 *
 * A rule through a symbolic link that a sandboxed process could have created only restricts: it makes the target of
 * the link read-only or hides it. The same holds for the directories that a protected `.git` names.
 *
 * @throws {SandboxRefused} when such a rule would have to grant write access, or a `write` rule contradicts one.
 */
export const resolveRules = async (rules: FileRules): Promise<ResolvedRules> => {
  const resolveAs = async (path: string, access: FilePermission): Promise<ResolvedRule> => ({
    ...(await resolvePath(path)),
    access,
  });
  const { includesMinimal } = rules;
  const named = await Promise.all(rules.rules.map(({ path, access }) => resolveAs(path, access)));
  const { trusted, untrusted } = separateUntrusted(named, includesMinimal);
  for (const { path, access } of untrusted) {
    if (access === 'write') {
      throw new SandboxRefused(
        `the rule for \`${path}\` (\`write\`) leads through a symbolic link in a writable directory`,
      );
    }
  }
  const directories = await gitDirectories(rules);
  const limits = [
    ...untrusted.filter(({ access }) => access === 'read'),
    ...(await Promise.all(directories.map((path) => resolveAs(path, 'read')))),
  ].map((limit) => ({ ...limit, isDerived: true }));
  const known = new ResolvedRules(
    merge([...trusted, ...untrusted.filter(({ access }) => access === 'deny')]),
    includesMinimal,
  );
  const all = [...known.all, ...merge(limits.filter((limit) => restricts(limit, known)))];
  return new ResolvedRules(all, includesMinimal, [...untrusted, ...limits]);
};

/** Whether a derived `read` rule restricts anything. @throws {SandboxRefused} when the path has a `write` rule. */
const restricts = ({ path, kind }: ResolvedRule, known: ResolvedRules): boolean => {
  const same = known.all.find((rule) => rule.path === path);
  if (same?.access === 'write') {
    throw new SandboxRefused(`\`${path}\` cannot be writable, since a protected name leads to it`);
  }
  return same === undefined && kind !== 'unreachable' && known.accessTo(path) === 'write';
};

/** Separates the rules through a symbolic link in a directory that the other rules make writable. */
const separateUntrusted = (
  rules: readonly ResolvedRule[],
  includesMinimal: boolean,
): { trusted: readonly ResolvedRule[]; untrusted: readonly ResolvedRule[] } => {
  const known = new ResolvedRules(merge(rules), includesMinimal);
  const isUntrusted = ({ links }: ResolvedRule): boolean =>
    links.some(({ path }) => known.accessTo(path) === 'write');
  const trusted = rules.filter((rule) => !isUntrusted(rule));
  const untrusted = rules.filter(isUntrusted);
  // Without the rules just separated, other directories may be writable.
  if (untrusted.length === 0) {
    return { trusted, untrusted };
  }
  const rest = separateUntrusted(trusted, includesMinimal);
  return { trusted: rest.trusted, untrusted: [...untrusted, ...rest.untrusted] };
};

const merge = (rules: readonly ResolvedRule[]): readonly ResolvedRule[] => {
  const byPath = new Map<string, ResolvedRule>();
  for (const rule of rules) {
    const known = byPath.get(rule.path) ?? rule;
    const holds = isStronger(rule.access, known.access) ? rule : known;
    byPath.set(rule.path, {
      ...holds,
      links: [...new Set([...rule.links, ...known.links])],
      exitedDirectories: [...new Set([...rule.exitedDirectories, ...known.exitedDirectories])],
    });
  }
  return [...byPath.values()];
};

const isMinimal = (path: string): boolean =>
  MINIMAL_DIRECTORIES.some((directory) => isWithin(directory, path));
