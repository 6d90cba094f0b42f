import { realpathSync } from 'node:fs';
import type { FileRules } from '../../../domain/sandbox/confinement.js';
import { expandDenyGlobs, type Hidden } from '../rules/expand-deny-globs.js';
import { isWithin } from '../rules/paths.js';
import type { ResolvedPath } from '../rules/resolve-path.js';
import { resolveRules } from '../rules/resolved-rules.js';
import { mountArguments } from './mount-arguments.js';
import type { MountSources, Mounts } from './mounts.js';
import { PROC_MOUNT } from './proc-mount.js';

/** The files of the host as a sandbox shows them. */
export interface SandboxView extends Omit<Mounts, 'hidden'> {
  /** Paths at which a change makes the view out of date. */
  readonly paths: readonly string[];
  isVisible(path: string): boolean;
  /** Resolves with whether the deny patterns still have the same matches. */
  hasSameMatches(): Promise<boolean>;
}

/** All files, as outside a sandbox. */
export const OPEN_VIEW: SandboxView = {
  options: ['--dev-bind', '/', '/', ...PROC_MOUNT],
  placeholders: [],
  guarded: [],
  links: [],
  paths: [],
  isVisible: () => true,
  hasSameMatches: async () => true,
};

/**
 * The view for rules. `runtimeFiles` can be read even where the rules hide them.
 *
 * @throws {SandboxRefused} when a rule cannot be enforced.
 */
export const confinedView = async (
  files: FileRules,
  runtimeFiles: readonly string[],
  sources: MountSources,
): Promise<SandboxView> => {
  const readable = (path: string) => ({ path, access: 'read' as const });
  const { privateDirectories } = sources;
  const isPrivate = (path: string): boolean =>
    privateDirectories.some((directory) => isWithin(directory, path));
  const own = [
    ...privateDirectories.map((path) => ({ path, access: 'deny' as const })),
    ...runtimeFiles.filter(isPrivate).map(readable),
  ];
  const asked = await resolveRules({ ...files, rules: [...files.rules, ...own] });
  const lacking = runtimeFiles.filter((path) => !asked.shows(path)).map(readable);
  const rules =
    lacking.length === 0
      ? asked
      : await resolveRules({ ...files, rules: [...files.rules, ...own, ...lacking] });
  const { hidden, ...mounts } = await mountArguments(files, rules, sources);
  return {
    ...mounts,
    paths: [...mounts.guarded, ...rules.fixedPaths.flatMap(namesOf)],
    isVisible: (path) => rules.shows(path) && !isHidden(path, hidden),
    hasSameMatches: async () =>
      files.hidden.length === 0 || keyOf(await expandDenyGlobs(files, rules)) === keyOf(hidden),
  };
};

/** The links in a rule's path, and its target or first missing component, which may be created later. */
const namesOf = ({ firstMissing, links }: ResolvedPath): readonly string[] => [
  firstMissing,
  ...links.map(({ path }) => path),
];

const isHidden = (path: string, hidden: readonly Hidden[]): boolean => {
  try {
    const real = realpathSync(path);
    return hidden.some((found) => isWithin(found.path, real));
  } catch {
    // The path does not exist: the operation that needs it reports that.
    return false;
  }
};

const keyOf = (hidden: readonly Hidden[]): string =>
  JSON.stringify(hidden.map(({ path, kind }) => `${kind} ${path}`).sort());
