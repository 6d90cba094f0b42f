/**
 * @typedef {(at: Place) => object} Policy makes the sandbox object of a place
 * @typedef {object} Place where a policy is tried
 * @property {(name: string) => string} uri of a name in the tree
 * @property {(name: string) => string} path
 */

/** A sandbox object around the workspace of a tree. */
export const around = (at, fileSystem, { network = 'restricted', ...more } = {}) => ({
  permissions: { type: 'managed', file_system: fileSystem, network },
  cwd: at.uri('work'),
  workspaceRoots: [at.uri('work')],
  windowsSandboxLevel: 'disabled',
  ...more,
});
/** Makes a file system of these entries. */
export const restricted = (entries, more) => ({ type: 'restricted', entries, ...more });

export const special = (kind, access, more) => ({
  path: { type: 'special', value: { kind, ...more } },
  access,
});
export const path = (uri, access) => ({ path: { type: 'path', path: uri }, access });
export const pattern = (text, access = 'deny') => ({
  path: { type: 'glob_pattern', pattern: text },
  access,
});
export const SKIP = { missing_path_behavior: 'skip' };
export const READ = special('root', 'read');
export const WORK = special('project_roots', 'write');
const WORKSPACE_WRITE = [
  READ,
  WORK,
  special('slash_tmp', 'write'),
  special('tmpdir', 'write'),
  ...['.git', '.agents', '.codex', '.aws'].map((subpath) => ({
    ...special('project_roots', 'read', { subpath }),
    ...SKIP,
  })),
];

/** Each of these makes a policy. */
export const entries = (list, more) => (at) =>
  around(at, restricted(typeof list === 'function' ? list(at) : list), more);
export const files = (fileSystem, more) => (at) => around(at, fileSystem, more);
export const workspaceWrite = (more) => (at) => ({
  ...around(at, restricted(WORKSPACE_WRITE)),
  ...(typeof more === 'function' ? more(at) : more),
});
export const patterns = (...texts) =>
  entries((at) => [
    READ,
    WORK,
    ...texts.map((text) => pattern(text.replace('$TREE', at.path('.')))),
  ]);
export const depth = (glob_scan_max_depth) => (at) =>
  around(
    at,
    restricted([READ, WORK, pattern('codex-project-roots://**/*.env')], { glob_scan_max_depth }),
  );
