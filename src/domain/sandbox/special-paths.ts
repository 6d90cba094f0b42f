import { normalizePath } from '../files/paths.js';
import { type HiddenPattern, hiddenPatterns } from './hidden-pattern.js';
import type { SandboxPlace, SandboxPolicy, SpecialPlace } from './sandbox-policy.js';
import { SandboxRefused } from './sandbox-refused.js';

/** Resolves the special places of one request. */
export interface PolicyContext {
  /** Working directory of the request, for a policy without one. */
  readonly cwd: string;
  /** `TMPDIR` of the request. */
  readonly temporaryDirectory: string | undefined;
}

/**
 * The paths of a policy's places. A denial applies wherever upstream might resolve the place to, which
 * includes the directories and workspaces of a second part of the request.
 */
export class Places {
  readonly #policy: SandboxPolicy;
  readonly #context: PolicyContext;

  constructor(policy: SandboxPolicy, context: PolicyContext) {
    this.#policy = policy;
    this.#context = context;
  }

  /** @throws {SandboxRefused} for a pattern that is not supported. */
  matchedBy(pattern: string): readonly HiddenPattern[] {
    return hiddenPatterns(pattern, {
      directories: this.#deniedDirectories(),
      workspaceRoots: this.#workspaceRoots(true),
    });
  }

  /** Whether the place has no known path: `TMPDIR` is not absolute. */
  isUnknown(place: SandboxPlace): boolean {
    const { temporaryDirectory } = this.#context;
    const isThere = place.type === 'special' && place.kind === 'tmpdir';
    return isThere && temporaryDirectory !== undefined && !temporaryDirectory.startsWith('/');
  }

  /** @throws {SandboxRefused} for a subpath that leaves its base. */
  pathsOf(place: Exclude<SandboxPlace, { type: 'glob' }>, isDenied: boolean): readonly string[] {
    if (place.type === 'path') {
      return [normalizePath(place.path)];
    }
    return this.#basesOf(place.kind, isDenied).map((base) => below(base, place.subpath));
  }

  /** `confinement.ts` decides about places that have no path. */
  #basesOf(kind: SpecialPlace, isDenied: boolean): readonly string[] {
    switch (kind) {
      case 'root':
        return ['/'];
      case 'current_working_directory': {
        // Another name of `project_roots`, as upstream has it; a client may mean the directory when it denies it.
        const directories = isDenied ? this.#deniedDirectories() : [];
        return [...new Set([...this.#workspaceRoots(isDenied), ...directories])];
      }
      case 'project_roots':
        return this.#workspaceRoots(isDenied);
      case 'slash_tmp':
        return ['/tmp'];
      case 'tmpdir':
        return this.#temporaryDirectories(isDenied);
      case 'minimal':
      case 'unknown':
        return [];
    }
  }

  #deniedDirectories(): readonly string[] {
    const { cwd, workspaceRoots, elsewhere } = this.#policy;
    const own = cwd ?? this.#context.cwd;
    const instead = cwd === undefined ? workspaceRoots.slice(0, 1) : [];
    return [...new Set([own, ...instead, ...(elsewhere?.directories ?? [])])];
  }

  #workspaceRoots(isDenied: boolean): readonly string[] {
    const { workspaceRoots, elsewhere } = this.#policy;
    if (!isDenied) {
      return workspaceRoots;
    }
    return [...new Set([...workspaceRoots, ...(elsewhere?.workspaceRoots ?? [])])];
  }

  #temporaryDirectories(isDenied: boolean): readonly string[] {
    const { temporaryDirectory } = this.#context;
    const own = temporaryDirectory?.startsWith('/') ? [temporaryDirectory] : [];
    return isDenied ? [...own, ...(this.#policy.elsewhere?.temporaryDirectories ?? [])] : own;
  }
}

/** Where a subpath is not plain, upstream denies all of the place. */
const below = (base: string, subpath: string | undefined): string => {
  if (subpath === undefined) {
    return normalizePath(base);
  }
  if (subpath.startsWith('/') || subpath.split('/').some((part) => part === '.' || part === '..')) {
    throw new SandboxRefused(`subpath \`${subpath}\` is absolute or has dot segments`);
  }
  return normalizePath(`${base}/${subpath}`);
};
