import { realpathSync } from 'node:fs';
import type { FileRules } from '../../../domain/sandbox/confinement.js';
import { expandDenyGlobs, type Hidden } from '../rules/expand-deny-globs.js';
import { isWithin } from '../rules/paths.js';
import type { ResolvedPath } from '../rules/resolve-path.js';
import { resolveRules } from '../rules/resolved-rules.js';
import { mountArguments } from './mount-arguments.js';
import type { MountSources, Mounts } from './mount-list.js';
import { PROCESS_TABLE } from './proc-mount.js';

/** What a sandbox shows of the files of the host. */
export interface SandboxView extends Omit<Mounts, 'hidden'> {
  /** Where something else may come to stand, for which another view would be right. */
  readonly paths: readonly string[];
  isVisible(path: string): boolean;
  /** Resolves with whether its patterns fit what they fitted. */
  hidesTheSame(): Promise<boolean>;
}

/** Everything as it is. */
export const OPEN_VIEW: SandboxView = {
  options: ['--dev-bind', '/', '/', ...PROCESS_TABLE],
  placeholders: [],
  guarded: [],
  links: [],
  paths: [],
  isVisible: () => true,
  hidesTheSame: async () => true,
};

/**
 * What rules leave of the files. `ownFiles` can be read even where the rules hide them.
 *
 * @throws {SandboxRefused}
 */
export const confinedView = async (
  files: FileRules,
  ownFiles: readonly string[],
  surrogates: MountSources,
): Promise<SandboxView> => {
  const own = { path: surrogates.ownDirectory, access: 'deny' } as const;
  const asked = await resolveRules({ ...files, rules: [...files.rules, own] });
  const lacking = ownFiles
    .filter((path) => !asked.shows(path))
    .map((path) => ({ path, access: 'read' as const }));
  const rules =
    lacking.length === 0
      ? asked
      : await resolveRules({ ...files, rules: [...files.rules, own, ...lacking] });
  const { hidden, ...mounts } = await mountArguments(files, rules, surrogates);
  return {
    ...mounts,
    paths: [...mounts.guarded, ...rules.ways.flatMap(namesOf)],
    isVisible: (path) => rules.shows(path) && !isHidden(path, hidden),
    hidesTheSame: async () =>
      files.hidden.length === 0 || keyOf(await expandDenyGlobs(files, rules)) === keyOf(hidden),
  };
};

/** What a rule leads through and to; what does not exist may stand there later. */
const namesOf = ({ firstMissing, links }: ResolvedPath): readonly string[] => [
  firstMissing,
  ...links.map(({ path }) => path),
];

const isHidden = (path: string, hidden: readonly Hidden[]): boolean => {
  try {
    const real = realpathSync(path);
    return hidden.some((found) => isWithin(found.path, real));
  } catch {
    // It does not exist: whatever needs it says so.
    return false;
  }
};

const keyOf = (hidden: readonly Hidden[]): string =>
  JSON.stringify(hidden.map(({ path, kind }) => `${kind} ${path}`).sort());
