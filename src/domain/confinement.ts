import type {
  EntryAccess,
  NetworkAccess,
  SandboxEntry,
  SandboxPermissions,
  SandboxPolicy,
} from './sandbox-policy.js';
import { SandboxRefused } from './sandbox-refused.js';

/** What must be enforced for one request. */
export interface Confinement {
  readonly network: NetworkAccess;
  /** Undefined: files are not confined. */
  readonly files: FileRules | undefined;
}

/** Which files may be read and written; what no rule covers is not there at all. */
export interface FileRules {
  /** The programs and libraries of the host may be read. */
  readonly includesMinimal: boolean;
  /** One for each path, in no order: the rule of the nearest parent decides. */
  readonly rules: readonly FileRule[];
  /** Absolute patterns of what nobody may read. */
  readonly hidden: readonly string[];
}

interface FileRule {
  readonly path: string;
  readonly access: FileAccess;
}

export type FileAccess = 'read' | 'write' | 'deny';

/** What the places of a policy stand for in one request. */
export interface Surroundings {
  /** Directory of the request, for a policy without one. */
  readonly cwd: string;
  /** The value of `TMPDIR` there. */
  readonly temporaryDirectory: string | undefined;
}

/** Configuration of tools that run outside the sandbox: not to be written, even where it does not exist yet. */
const PROTECTED = ['.git', '.agents', '.codex', '.aws'];

/**
 * The confinement that a policy asks for; undefined when it asks for none.
 *
 * @throws {SandboxRefused} when a rule that takes something away cannot be understood. One that only
 * grants is left out: that is never too much.
 */
export const confinementOf = (
  policy: SandboxPolicy,
  surroundings: Surroundings,
): Confinement | undefined => {
  const { permissions } = policy;
  if (permissions.type === 'disabled') return undefined;
  const entries = restrictedEntries(permissions);
  if (entries === undefined) {
    return permissions.network === 'enabled'
      ? undefined
      : { network: permissions.network, files: undefined };
  }
  return { network: permissions.network, files: fileRules(entries, policy, surroundings) };
};

const restrictedEntries = (
  permissions: Exclude<SandboxPermissions, { type: 'disabled' }>,
): readonly SandboxEntry[] | undefined =>
  permissions.type === 'external' || permissions.files === 'unrestricted'
    ? undefined
    : permissions.files;

const fileRules = (
  entries: readonly SandboxEntry[],
  policy: SandboxPolicy,
  surroundings: Surroundings,
): FileRules => {
  const canWrite = entries.some(({ access }) => access === 'write');
  const byPath = new Map<string, FileAccess>();
  const hidden: string[] = [];
  let includesMinimal = false;
  for (const { place, access } of entries) {
    if (place.type === 'glob') {
      if (isDeny(access)) hidden.push(absolutePattern(place.pattern, policy, surroundings));
      else refuseUnlessGrant(access, canWrite, 'a pattern can only be denied');
    } else if (place.type === 'special' && place.kind === 'unknown') {
      refuseUnlessGrant(access, canWrite, 'a place of an unknown kind');
    } else if (place.type === 'special' && place.kind === 'minimal') {
      includesMinimal ||= !isDeny(access);
    } else {
      for (const path of pathsOf(place, policy, surroundings)) {
        byPath.set(path, stronger(byPath.get(path), isDeny(access) ? 'deny' : access));
      }
    }
  }
  protect(byPath);
  return {
    includesMinimal,
    rules: [...byPath].map(([path, access]) => ({ path, access })),
    hidden,
  };
};

const isDeny = (access: EntryAccess): access is 'deny' | 'none' =>
  access === 'deny' || access === 'none';

/** Where something may be written, a `read` takes away as well. */
const refuseUnlessGrant = (access: EntryAccess, canWrite: boolean, what: string): void => {
  if (isDeny(access) || (access === 'read' && canWrite)) {
    throw new SandboxRefused(`${what} (access \`${access}\`)`);
  }
};

const absolutePattern = (
  pattern: string,
  { cwd }: SandboxPolicy,
  surroundings: Surroundings,
): string => (pattern.startsWith('/') ? pattern : `${cwd ?? surroundings.cwd}/${pattern}`);

const pathsOf = (
  place: Exclude<SandboxEntry['place'], { type: 'glob' }>,
  policy: SandboxPolicy,
  surroundings: Surroundings,
): readonly string[] => {
  if (place.type === 'path') return [normalize(place.path)];
  return basesOf(place.kind, policy, surroundings).map((base) => below(base, place.subpath));
};

const basesOf = (
  kind: string,
  { cwd, workspaceRoots }: SandboxPolicy,
  surroundings: Surroundings,
): readonly string[] => {
  switch (kind) {
    case 'root':
      return ['/'];
    case 'current_working_directory':
      return [cwd ?? surroundings.cwd];
    case 'project_roots':
      return workspaceRoots;
    case 'slash_tmp':
      return ['/tmp'];
    case 'tmpdir': {
      const { temporaryDirectory } = surroundings;
      return temporaryDirectory?.startsWith('/') ? [temporaryDirectory] : [];
    }
    default:
      return [];
  }
};

const below = (base: string, subpath: string | undefined): string => {
  if (subpath === undefined) return normalize(base);
  if (subpath.startsWith('/') || subpath.split('/').includes('..')) {
    throw new SandboxRefused(`subpath \`${subpath}\` leads out of its place`);
  }
  return normalize(`${base}/${subpath}`);
};

/** Resolves `.`, `..` and repeated slashes in the text alone. */
const normalize = (path: string): string => {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return `/${kept.join('/')}`;
};

const STRENGTH: Readonly<Record<FileAccess, number>> = { read: 0, write: 1, deny: 2 };

/** Of two rules for one path, as the native program has it. */
const stronger = (known: FileAccess | undefined, access: FileAccess): FileAccess =>
  known !== undefined && STRENGTH[known] > STRENGTH[access] ? known : access;

const protect = (byPath: Map<string, FileAccess>): void => {
  const roots = [...byPath].filter(([path, access]) => access === 'write' && path !== '/');
  for (const [root] of roots) {
    for (const name of PROTECTED) {
      const path = `${root}/${name}`;
      if (!byPath.has(path)) byPath.set(path, 'read');
    }
  }
};
