/** What a sandboxed request may touch; whoever cannot enforce it refuses the request. */
export interface SandboxPolicy {
  readonly permissions: SandboxPermissions;
  /** Absolute path; undefined: the directory of the request itself. */
  readonly cwd: string | undefined;
  /** Absolute paths that `project_roots` stands for. */
  readonly workspaceRoots: readonly string[];
}

export type SandboxPermissions =
  /** The client asks for no restriction, and says so. */
  | { readonly type: 'disabled' }
  /** Somebody else confines files. */
  | { readonly type: 'external'; readonly network: NetworkAccess }
  | {
      readonly type: 'managed';
      readonly files: 'unrestricted' | readonly SandboxEntry[];
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
  /** `*`, `**`, `?` and `[…]`; relative to the policy's directory unless absolute. */
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
