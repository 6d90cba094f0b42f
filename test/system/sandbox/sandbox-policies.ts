import { pathToFileURL } from 'node:url';
import type { SandboxContext, SandboxEntry } from '../../../src/protocol/process.js';

const special = (kind: string, access: SandboxEntry['access'], subpath?: string): SandboxEntry => ({
  path: { type: 'special', value: { kind, ...(subpath !== undefined && { subpath }) } },
  access,
  ...(subpath !== undefined && { missing_path_behavior: 'skip' }),
});

const uri = (path: string): string => pathToFileURL(path).href;

/** A rule for one path. */
export const pathRule = (path: string, access: SandboxEntry['access']): SandboxEntry => ({
  path: { type: 'path', path: uri(path) },
  access,
});

/** A rule for what fits a pattern. */
export const patternRule = (
  pattern: string,
  access: SandboxEntry['access'] = 'deny',
): SandboxEntry => ({
  path: { type: 'glob_pattern', pattern },
  access,
});

/** A sandbox with these rules, around one workspace. */
export const managed = (
  workspace: string,
  entries: readonly SandboxEntry[],
  network: 'restricted' | 'enabled' = 'restricted',
): SandboxContext => ({
  permissions: {
    type: 'managed',
    file_system: { type: 'restricted', entries: [...entries] },
    network,
  },
  cwd: uri(workspace),
  workspaceRoots: [uri(workspace)],
  windowsSandboxLevel: 'disabled',
});

/** What asks for no confinement. */
export const DISABLED = {
  permissions: { type: 'disabled' },
  windowsSandboxLevel: 'disabled',
} as const;

/** As the Codex client sends it for `read-only`. */
export const readOnly = (workspace: string) => managed(workspace, [special('root', 'read')]);

/** The rules that the Codex client sends for `workspace-write`. */
export const WORKSPACE_WRITE_RULES = [
  special('root', 'read'),
  special('project_roots', 'write'),
  special('slash_tmp', 'write'),
  special('tmpdir', 'write'),
  special('project_roots', 'read', '.git'),
  special('project_roots', 'read', '.agents'),
  special('project_roots', 'read', '.codex'),
  special('project_roots', 'read', '.aws'),
];

/** As the Codex client sends it for `workspace-write`. */
export const workspaceWrite = (workspace: string) => managed(workspace, WORKSPACE_WRITE_RULES);
