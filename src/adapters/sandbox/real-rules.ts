import type { FileAccess, FileRules } from '../../domain/confinement.js';
import { SandboxRefused } from '../../domain/sandbox-refused.js';
import { isWithin } from './is-within.js';
import { type ResolvedPath, resolvePath } from './resolve-path.js';

/** A rule with what is at its path now. */
export interface RealRule extends ResolvedPath {
  readonly access: FileAccess;
}

/** The rules for real paths; for each path what its nearest rule says. */
export class RealRules {
  /** Parents before children. */
  readonly all: readonly RealRule[];
  readonly #includesMinimal: boolean;

  constructor(rules: readonly RealRule[], includesMinimal: boolean) {
    this.all = [...rules].sort((a, b) => depth(a.path) - depth(b.path));
    this.#includesMinimal = includesMinimal;
  }

  /** Undefined: it is not there. Not so for what the minimal set has. */
  accessTo(path: string): FileAccess | undefined {
    return (
      this.nearest(path)?.access ?? (this.#includesMinimal && isMinimal(path) ? 'read' : undefined)
    );
  }

  /** What would be so without a rule for the path itself. */
  accessAround(path: string): FileAccess | undefined {
    return (
      this.nearest(path, true)?.access ??
      (this.#includesMinimal && isMinimal(path) ? 'read' : undefined)
    );
  }

  /** The rule of the path or of its nearest parent. */
  nearest(path: string, onlyParents = false): RealRule | undefined {
    return this.all.findLast(
      (rule) =>
        isWithin(rule.path, path) &&
        rule.kind !== 'unreachable' &&
        !(onlyParents && rule.path === path),
    );
  }
}

/** Programs and libraries of the host. */
export const MINIMAL_FOLDERS: readonly string[] = [
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

const STRENGTH: Readonly<Record<FileAccess, number>> = { read: 0, write: 1, deny: 2 };

/**
 * Looks where the rules lead to. Which of two rules for the same real path holds is decided as for equal paths.
 *
 * @throws {SandboxRefused} when a rule leads through a link that the process could change.
 */
export const resolveRules = async (rules: FileRules): Promise<RealRules> => {
  const byPath = new Map<string, RealRule>();
  for (const { path, access } of rules.rules) {
    const rule = { ...(await resolvePath(path)), access };
    const known = byPath.get(rule.path);
    if (known === undefined || STRENGTH[access] > STRENGTH[known.access]) {
      byPath.set(rule.path, { ...rule, links: [...rule.links, ...(known?.links ?? [])] });
    } else {
      byPath.set(rule.path, { ...known, links: [...rule.links, ...known.links] });
    }
  }
  const real = new RealRules([...byPath.values()], rules.includesMinimal);
  for (const { path, access, links } of real.all) {
    if (links.some((link) => real.accessTo(link.path) === 'write')) {
      throw new SandboxRefused(
        `the rule for \`${path}\` (\`${access}\`) leads through a symbolic link in a writable folder`,
      );
    }
  }
  return real;
};

const isMinimal = (path: string): boolean =>
  MINIMAL_FOLDERS.some((folder) => isWithin(folder, path));

const depth = (path: string): number => (path === '/' ? 0 : path.split('/').length);
