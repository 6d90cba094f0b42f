/** What a sandboxed request may touch; whoever cannot enforce it refuses the request. */
export interface SandboxPolicy {
  readonly permissions: SandboxPermissions;
  /** Absolute path; undefined: the directory of the request itself. */
  readonly cwd: string | undefined;
  /** Absolute paths that `project_roots` stands for. */
  readonly workspaceRoots: readonly string[];
  /** What the client says besides of where it is: only what is denied is denied there too. */
  readonly elsewhere?: {
    readonly directories: readonly string[];
    readonly workspaceRoots: readonly string[];
    readonly temporaryDirectories: readonly string[];
  };
}

export type SandboxPermissions =
  /** The client asks for no restriction, and says so. */
  | { readonly type: 'disabled' }
  /** Somebody else confines files. */
  | { readonly type: 'external'; readonly network: NetworkAccess }
  | {
      readonly type: 'managed';
      readonly files: 'unrestricted' | readonly SandboxEntry[];
      /** How many names deep below their fixed part patterns are looked for; undefined: all. */
      readonly patternDepth?: number | undefined;
      readonly network: NetworkAccess;
    };

export type NetworkAccess = 'restricted' | 'enabled';

/** `none` is an older word for `deny`. */
export type EntryAccess = 'read' | 'write' | 'deny' | 'none';

export interface SandboxEntry {
  readonly place: SandboxPlace;
  readonly access: EntryAccess;
}

export type SandboxPlace =
  | { readonly type: 'path'; readonly path: string }
  /** See `hidden-pattern.ts`. */
  | { readonly type: 'glob'; readonly pattern: string }
  | { readonly type: 'special'; readonly kind: SpecialPlace; readonly subpath: string | undefined };

/** Places that only the host can tell; `unknown` is one of a newer client. */
export type SpecialPlace =
  | 'root'
  | 'minimal'
  | 'current_working_directory'
  | 'project_roots'
  | 'tmpdir'
  | 'slash_tmp'
  | 'unknown';
