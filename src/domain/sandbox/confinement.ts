import type { HiddenPattern } from './hidden-pattern.js';
import type { EntryAccess, NetworkAccess, SandboxEntry, SandboxPolicy } from './sandbox-policy.js';
import { SandboxRefused } from './sandbox-refused.js';
import { Places, type PolicyContext } from './special-paths.js';

/** The restrictions to enforce for one request. */
export interface Confinement {
  readonly network: NetworkAccess | NetworkNamespace;
  /** Undefined: file access is not restricted. */
  readonly files: FileRules | undefined;
}

/** A network of its own, in which nothing can be reached but what listens there. */
export interface NetworkNamespace {
  /** The directory of its namespaces, such as `/proc/42/ns`; valid while it exists. */
  readonly path: string;
  /** Unix sockets of the host may be used. */
  readonly allowsUnixSockets: boolean;
}

/** Which files may be read and written; paths without a rule do not exist in the sandbox. */
export interface FileRules {
  /** Programs and libraries of the host are readable. */
  readonly includesMinimal: boolean;
  /** At most one per path, unordered: the rule of the nearest ancestor applies. */
  readonly rules: readonly FileRule[];
  /** Patterns of paths that must not be readable. */
  readonly hidden: readonly HiddenPattern[];
  /** How many levels below its directory a pattern is searched for; undefined: all. */
  readonly hiddenDepth: number | undefined;
  /** What the rules make writable is only readable. */
  readonly isReadOnly?: boolean;
}

/** What may be done with a path and what is below it. */
export interface FileRule {
  readonly path: string;
  readonly access: FilePermission;
}

export type FilePermission = 'read' | 'write' | 'deny';

/** Configuration of tools that run outside the sandbox: not writable, even where it does not exist yet. */
const PROTECTED = ['.git', '.agents', '.codex', '.aws'];

/**
 * Compiles a policy into rules; undefined when it asks for no restriction.
 *
 * @throws {SandboxRefused} when a restriction cannot be interpreted. A permission that cannot be interpreted
 * is left out, which never grants too much.
 */
export const compileSandboxPolicy = (
  policy: SandboxPolicy,
  context: PolicyContext,
): Confinement | undefined => {
  const { permissions } = policy;
  if (permissions.type === 'disabled') {
    return undefined;
  }
  const { network } = permissions;
  if (permissions.type === 'external' || permissions.files === 'unrestricted') {
    return network === 'enabled' ? undefined : { network, files: undefined };
  }
  const rules = fileRules(permissions.files, new Places(policy, context));
  return { network, files: { ...rules, hiddenDepth: permissions.patternDepth } };
};

/** The same files, none of them writable: nothing then has to be kept from being created. */
export const withoutWriting = (confinement: Confinement): Confinement => {
  const { files } = confinement;
  return files?.rules.some(({ access }) => access === 'write')
    ? { ...confinement, files: { ...files, isReadOnly: true } }
    : confinement;
};

const fileRules = (
  entries: readonly SandboxEntry[],
  places: Places,
): Omit<FileRules, 'hiddenDepth'> => {
  const canWrite = entries.some(({ access }) => access === 'write');
  const byPath = new Map<string, FilePermission>();
  const hidden: HiddenPattern[] = [];
  let includesMinimal = false;
  for (const { place, access } of entries) {
    if (place.type === 'glob') {
      if (isDeny(access)) {
        hidden.push(...places.matchedBy(place.pattern));
      } else {
        refuseUnlessGrant(access, canWrite, 'a pattern can only be denied');
      }
    } else if (place.type === 'special' && place.kind === 'unknown') {
      refuseUnlessGrant(access, canWrite, 'a special path of unknown kind');
    } else if (places.isUnknown(place)) {
      refuseUnlessGrant(access, canWrite, 'TMPDIR is not an absolute path');
    } else if (place.type === 'special' && place.kind === 'minimal') {
      if (isDeny(access)) {
        throw new SandboxRefused('minimal paths cannot be denied');
      }
      includesMinimal = true;
    } else {
      for (const path of places.pathsOf(place, isDeny(access))) {
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

/** In a writable place, `read` is a restriction too. */
const refuseUnlessGrant = (access: EntryAccess, canWrite: boolean, what: string): void => {
  if (isDeny(access) || (access === 'read' && canWrite)) {
    throw new SandboxRefused(`${what} (access \`${access}\`)`);
  }
};

const STRENGTH: Readonly<Record<FilePermission, number>> = { read: 0, write: 1, deny: 2 };

/** Which of two rules for one path wins, as upstream decides it. */
export const isStronger = (one: FilePermission, other: FilePermission): boolean =>
  STRENGTH[one] > STRENGTH[other];

const stronger = (known: FilePermission | undefined, access: FilePermission): FilePermission =>
  known !== undefined && isStronger(known, access) ? known : access;

const protect = (byPath: Map<string, FilePermission>): void => {
  const roots = [...byPath].filter(([path, access]) => access === 'write' && path !== '/');
  for (const [root] of roots) {
    for (const name of PROTECTED) {
      const path = `${root}/${name}`;
      if (!byPath.has(path)) {
        byPath.set(path, 'read');
      }
    }
  }
};
