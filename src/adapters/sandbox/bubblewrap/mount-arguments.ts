import type { FileRules } from '../../../domain/sandbox/confinement.js';
import { expandDenyGlobs } from '../rules/expand-deny-globs.js';
import type { ResolvedRules } from '../rules/resolved-rules.js';
import { MountList, type MountSources, type Mounts } from './mount-list.js';

/**
 * Turns rules into mounts, parents before children. Whatever is mounted over a path is over the real one,
 * so no link of the process's own making leads around it.
 *
 * @throws {SandboxRefused}
 */
export const mountArguments = async (
  files: FileRules,
  rules: ResolvedRules,
  surrogates: MountSources,
): Promise<Mounts> => {
  const mounts = new MountList(rules, surrogates);
  mounts.addBase(files.includesMinimal);
  for (const rule of rules.all) {
    await mounts.add(rule);
  }
  for (const way of rules.ways) {
    mounts.keep(way);
  }
  const hidden = await expandDenyGlobs(files, rules);
  for (const found of hidden) {
    mounts.hide(found);
  }
  return { ...mounts.finish(), hidden };
};
