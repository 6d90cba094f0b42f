import type { HiddenPattern } from './hidden-pattern.js';
import type { EntryAccess, NetworkAccess, SandboxEntry, SandboxPolicy } from './sandbox-policy.js';
import { SandboxRefused } from './sandbox-refused.js';
import { Places, type PolicyContext } from './special-paths.js';

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
  /** What nobody may read. */
  readonly hidden: readonly HiddenPattern[];
  /** How many names deep below its folder a pattern is looked for; undefined: all. */
  readonly hiddenDepth: number | undefined;
}

interface FileRule {
  readonly path: string;
  readonly access: FilePermission;
}

export type FilePermission = 'read' | 'write' | 'deny';

/** Configuration of tools that run outside the sandbox: not to be written, even where it does not exist yet. */
const PROTECTED = ['.git', '.agents', '.codex', '.aws'];

/**
 * The confinement that a policy asks for; undefined when it asks for none.
 *
 * @throws {SandboxRefused} when a rule that takes something away cannot be understood. One that only
 * grants is left out: that is never too much.
 */
export const compileSandboxPolicy = (
  policy: SandboxPolicy,
  surroundings: PolicyContext,
): Confinement | undefined => {
  const { permissions } = policy;
  if (permissions.type === 'disabled') {
    return undefined;
  }
  const { network } = permissions;
  if (permissions.type === 'external' || permissions.files === 'unrestricted') {
    return network === 'enabled' ? undefined : { network, files: undefined };
  }
  const rules = fileRules(permissions.files, new Places(policy, surroundings));
  return { network, files: { ...rules, hiddenDepth: permissions.patternDepth } };
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
      refuseUnlessGrant(access, canWrite, 'a place of an unknown kind');
    } else if (places.isUnknown(place)) {
      refuseUnlessGrant(access, canWrite, 'a TMPDIR that is no absolute path');
    } else if (place.type === 'special' && place.kind === 'minimal') {
      if (isDeny(access)) {
        throw new SandboxRefused('the minimal set cannot be denied');
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

/** Where something may be written, a `read` takes away as well. */
const refuseUnlessGrant = (access: EntryAccess, canWrite: boolean, what: string): void => {
  if (isDeny(access) || (access === 'read' && canWrite)) {
    throw new SandboxRefused(`${what} (access \`${access}\`)`);
  }
};

const STRENGTH: Readonly<Record<FilePermission, number>> = { read: 0, write: 1, deny: 2 };

/** Of two rules for one path, as the native program has it. */
const stronger = (known: FilePermission | undefined, access: FilePermission): FilePermission =>
  known !== undefined && STRENGTH[known] > STRENGTH[access] ? known : access;

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
