import { realpathSync } from 'node:fs';
import type { FilePermission, FileRules } from '../../../domain/sandbox/confinement.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { gitDirectories } from './git-directories.js';
import { byDepth, isWithin } from './paths.js';
import { type ResolvedPath, resolvePath } from './resolve-path.js';

/** A rule with what is at its path now. */
export interface ResolvedRule extends ResolvedPath {
  readonly access: FilePermission;
  /** Named by a link or a `.git` that is protected, not by a rule. */
  readonly isLedTo?: boolean;
}

/** The rules for real paths; for each path what its nearest rule says. */
export class ResolvedRules {
  /** Parents before children. */
  readonly all: readonly ResolvedRule[];
  readonly #includesMinimal: boolean;
  readonly #alike: readonly ResolvedPath[];

  /** `alike`: what leads to more than the rules say, and must go on to lead there. */
  constructor(
    rules: readonly ResolvedRule[],
    includesMinimal: boolean,
    alike: readonly ResolvedPath[] = [],
  ) {
    this.all = [...rules].sort(byDepth);
    this.#includesMinimal = includesMinimal;
    this.#alike = alike;
  }

  /** Everything that a process must not turn elsewhere, in directories where it could. */
  get ways(): readonly ResolvedPath[] {
    return [...this.all, ...this.#alike];
  }

  /** Undefined: it is not there. Not so for what the minimal set has. */
  accessTo(path: string): FilePermission | undefined {
    return (
      this.nearest(path)?.access ?? (this.#includesMinimal && isMinimal(path) ? 'read' : undefined)
    );
  }

  /** What would be so without a rule for the path itself. */
  accessAround(path: string): FilePermission | undefined {
    return (
      this.nearest(path, true)?.access ??
      (this.#includesMinimal && isMinimal(path) ? 'read' : undefined)
    );
  }

  /** Whether what is at the path, if anything, can be read by a process. */
  shows(path: string): boolean {
    if (path === '/') {
      return true;
    }
    try {
      const access = this.accessTo(realpathSync(path));
      return access === 'read' || access === 'write';
    } catch {
      // It does not exist: whatever needs it says so.
      return true;
    }
  }

  /** The rule of the path or of its nearest parent. */
  nearest(path: string, onlyParents = false): ResolvedRule | undefined {
    return this.all.findLast(
      (rule) =>
        isWithin(rule.path, path) &&
        rule.kind !== 'unreachable' &&
        !(onlyParents && rule.path === path),
    );
  }
}

/** Programs and libraries of the host. */
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

const STRENGTH: Readonly<Record<FilePermission, number>> = { read: 0, write: 1, deny: 2 };

/**
 * Looks where the rules lead to. Which of two rules for the same real path holds is decided as for equal paths.
 *
 * A rule through a link that a process could have made only takes away: what it leads to may be read at
 * most, if at all. The same holds for what a protected `.git` names.
 *
 * @throws {SandboxRefused} when such a rule, and not less than it, is needed.
 */
export const resolveRules = async (rules: FileRules): Promise<ResolvedRules> => {
  const resolveAs = async (path: string, access: FilePermission): Promise<ResolvedRule> => ({
    ...(await resolvePath(path)),
    access,
  });
  const { includesMinimal } = rules;
  const named = await Promise.all(rules.rules.map(({ path, access }) => resolveAs(path, access)));
  const { firm, loose } = separate(named, includesMinimal);
  for (const { path, access } of loose) {
    if (access === 'write') {
      throw new SandboxRefused(
        `the rule for \`${path}\` (\`write\`) leads through a symbolic link in a writable directory`,
      );
    }
  }
  const directories = await gitDirectories(rules);
  const limits = [
    ...loose.filter(({ access }) => access === 'read'),
    ...(await Promise.all(directories.map((path) => resolveAs(path, 'read')))),
  ].map((limit) => ({ ...limit, isLedTo: true }));
  const known = new ResolvedRules(
    merge([...firm, ...loose.filter(({ access }) => access === 'deny')]),
    includesMinimal,
  );
  const all = [...known.all, ...merge(limits.filter((limit) => takesAway(limit, known)))];
  return new ResolvedRules(all, includesMinimal, [...loose, ...limits]);
};

/** Whether a limit to reading changes anything. @throws {SandboxRefused} when it contradicts a rule. */
const takesAway = ({ path, kind }: ResolvedRule, known: ResolvedRules): boolean => {
  const same = known.all.find((rule) => rule.path === path);
  if (same?.access === 'write') {
    throw new SandboxRefused(`\`${path}\` is to be writable, and something protected leads there`);
  }
  return same === undefined && kind !== 'unreachable' && known.accessTo(path) === 'write';
};

/** Sets rules apart that lead through a link which a process that the others let write could have made. */
const separate = (
  rules: readonly ResolvedRule[],
  includesMinimal: boolean,
): { firm: readonly ResolvedRule[]; loose: readonly ResolvedRule[] } => {
  const known = new ResolvedRules(merge(rules), includesMinimal);
  const isLoose = ({ links }: ResolvedRule): boolean =>
    links.some(({ path }) => known.accessTo(path) === 'write');
  const firm = rules.filter((rule) => !isLoose(rule));
  const loose = rules.filter(isLoose);
  // Without them, others may be so.
  if (loose.length === 0) {
    return { firm, loose };
  }
  const rest = separate(firm, includesMinimal);
  return { firm: rest.firm, loose: [...loose, ...rest.loose] };
};

const merge = (rules: readonly ResolvedRule[]): readonly ResolvedRule[] => {
  const byPath = new Map<string, ResolvedRule>();
  for (const rule of rules) {
    const known = byPath.get(rule.path) ?? rule;
    const holds = STRENGTH[rule.access] > STRENGTH[known.access] ? rule : known;
    byPath.set(rule.path, {
      ...holds,
      links: [...new Set([...rule.links, ...known.links])],
      turns: [...new Set([...rule.turns, ...known.turns])],
    });
  }
  return [...byPath.values()];
};

const isMinimal = (path: string): boolean =>
  MINIMAL_DIRECTORIES.some((directory) => isWithin(directory, path));
