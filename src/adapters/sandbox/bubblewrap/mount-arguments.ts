import type { FileRules } from '../../../domain/sandbox/confinement.js';
import { expandDenyGlobs } from '../rules/expand-deny-globs.js';
import type { ResolvedRules } from '../rules/resolved-rules.js';
import { MountList } from './mount-list.js';
import type { MountSources, Mounts } from './mounts.js';

/**
 * Compiles rules to mounts, parents before children. Mounts are over real paths, so no symbolic link that a sandboxed
 * process creates bypasses them.
 *
 * @throws {SandboxRefused} when a rule cannot be enforced with mounts.
 */
export const mountArguments = async (
  files: FileRules,
  rules: ResolvedRules,
  sources: MountSources,
): Promise<Mounts> => {
  const mounted = files.isReadOnly ? rules.withoutWriting : rules;
  const mounts = new MountList(mounted, sources);
  mounts.addBase(files.includesMinimal);
  for (const rule of mounted.all) {
    await mounts.add(rule);
  }
  for (const path of mounted.fixedPaths) {
    mounts.keep(path);
  }
  const hidden = await expandDenyGlobs(files, rules);
  for (const found of hidden) {
    mounts.hide(found);
  }
  return { ...mounts.finish(), hidden };
};
