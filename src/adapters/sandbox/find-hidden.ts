import { readdir } from 'node:fs/promises';
import { SandboxRefused } from '../../domain/sandbox-refused.js';
import { globExpression } from './glob-expression.js';
import type { RealRule, RealRules } from './real-rules.js';
import { resolvePath } from './resolve-path.js';

/** Beyond that a start would take seconds, and the mounts too many. */
const MOST_VISITED = 200_000;
const MOST_FOUND = 1000;

/**
 * What exists and fits one of the patterns. A link is not followed, since what it leads to has a name of
 * its own; where a link itself fits, its target is found.
 *
 * @throws {SandboxRefused} when there is too much to look at.
 */
export const findHidden = async (
  patterns: readonly string[],
  rules: RealRules,
): Promise<readonly Pick<RealRule, 'path' | 'kind'>[]> => {
  const found = new Map<string, Pick<RealRule, 'path' | 'kind'>>();
  const budget = { left: MOST_VISITED };
  for (const pattern of patterns) {
    const { folder, expression } = globExpression(pattern);
    const { path, kind } = await resolvePath(folder);
    if (kind !== 'directory') continue;
    await visit(path, folder, expression, found, budget);
  }
  if (found.size > MOST_FOUND) {
    throw new SandboxRefused(`its patterns hide more than ${MOST_FOUND} files`);
  }
  return [...found.values()].filter(({ path }) => rules.accessTo(path) !== undefined);
};

/** `named` is the folder as the pattern has it, `folder` the same without links. */
const visit = async (
  folder: string,
  named: string,
  expression: RegExp,
  found: Map<string, Pick<RealRule, 'path' | 'kind'>>,
  budget: { left: number },
): Promise<void> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    budget.left -= 1;
    if (budget.left < 0) throw new SandboxRefused('its patterns take too long to look for');
    const path = `${folder === '/' ? '' : folder}/${entry.name}`;
    const name = `${named === '/' ? '' : named}/${entry.name}`;
    if (expression.test(name)) {
      const target = await resolvePath(path);
      if (target.kind === 'file' || target.kind === 'directory') found.set(target.path, target);
    } else if (entry.isDirectory()) {
      await visit(path, name, expression, found, budget);
    }
  }
};
