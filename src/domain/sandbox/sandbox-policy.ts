/** The restrictions of a sandboxed request; a server that cannot enforce them refuses the request. */
export interface SandboxPolicy {
  readonly permissions: SandboxPermissions;
  /** Absolute path; undefined: the working directory of the request. */
  readonly cwd: string | undefined;
  /** The absolute paths that `project_roots` stands for. */
  readonly workspaceRoots: readonly string[];
  /** A second set of directories that the client sends; only denials apply there too. */
  readonly elsewhere?: {
    readonly directories: readonly string[];
    readonly workspaceRoots: readonly string[];
    readonly temporaryDirectories: readonly string[];
  };
}

export type SandboxPermissions =
  /** The client explicitly asks for no restriction. */
  | { readonly type: 'disabled' }
  /** File access is restricted outside of this server. */
  | { readonly type: 'external'; readonly network: NetworkAccess }
  | {
      readonly type: 'managed';
      readonly files: 'unrestricted' | readonly SandboxEntry[];
      /** How many levels below their fixed part patterns are searched for; undefined: all. */
      readonly patternDepth?: number | undefined;
      readonly network: NetworkAccess;
    };

export type NetworkAccess = 'restricted' | 'enabled';

/** `none` is a former name of `deny`. */
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

/** Places that only the host can resolve; `unknown` comes from a newer client. */
export type SpecialPlace =
  | 'root'
  | 'minimal'
  | 'current_working_directory'
  | 'project_roots'
  | 'tmpdir'
  | 'slash_tmp'
  | 'unknown';
