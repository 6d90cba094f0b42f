/** Parameters of `process/start`. `cwd` is a `file:` URI. */
export interface ProcessStartParams {
  processId: string;
  argv: string[];
  cwd: string;
  env: Record<string, string>;
  tty: boolean;
  envPolicy?: EnvPolicy | null;
  pipeStdin?: boolean;
  arg0?: string | null;
  metadata?: ProcessMetadata | null;
  sandbox?: SandboxContext | null;
  enforceManagedNetwork?: boolean;
  managedNetwork?: ManagedNetwork | null;
  networkProxy?: NetworkProxyLaunch | null;
  shellSnapshot?: ShellSnapshot | null;
}

/** Which of the server's variables a process inherits, and what is changed in them. */
export interface EnvPolicy {
  inherit: 'core' | 'all' | 'none';
  ignoreDefaultExcludes: boolean;
  exclude: string[];
  set: Record<string, string>;
  includeOnly: string[];
}

/** Where in the agent's work a process belongs; without effect. */
export interface ProcessMetadata {
  threadId?: string | null;
  toolCallId?: string | null;
}

/** How a process or file request must be confined. */
export interface SandboxContext {
  permissions: SandboxPermissions;
  /** `file:` URI. */
  cwd?: string | null;
  /** `file:` URIs. */
  workspaceRoots?: string[];
  /** Takes the place of `cwd` and `workspaceRoots` where it is given; what is denied is denied in both. */
  policyContext?: PolicyContext | null;
  /** `file:` URI. */
  userHomeDir?: string | null;
  /** `file:` URIs; denied with `tmpdir`, never allowed with it. */
  temporaryDirectories?: string[] | null;
  sandboxOverride?: string;
  windowsSandboxLevel: string;
}

/** Where a policy was made for. `cwd` and `workspaceRoots` are `file:` URIs. */
export interface PolicyContext {
  cwd?: string | null;
  workspaceRoots?: string[];
}

/** What is permitted; the names of the members are those of the reference. */
export type SandboxPermissions =
  | { type: 'disabled' }
  | { type: 'external'; network: 'restricted' | 'enabled' }
  | {
      type: 'managed';
      file_system:
        | { type: 'unrestricted' }
        | {
            type: 'restricted';
            entries: SandboxEntry[];
            /** How many names deep below their fixed part patterns are looked for; from 1 on. */
            glob_scan_max_depth?: number | null;
          };
      network: 'restricted' | 'enabled';
    };

/** One rule of a sandbox. */
export interface SandboxEntry {
  path:
    | { type: 'path'; path: string }
    | { type: 'glob_pattern'; pattern: string }
    | { type: 'special'; value: { kind: string; path?: string; subpath?: string | null } };
  access: 'read' | 'write' | 'deny' | 'none';
  missing_path_behavior?: 'skip' | null;
}

/** Without effect unless a sandbox or a proxy is asked for. */
export interface ManagedNetwork {
  loopbackPorts?: number[];
  allowLocalBinding?: boolean;
}

/** A per-process proxy that enforces network rules. */
export interface NetworkProxyLaunch {
  proxy: object;
}

/** Asks for captured shell start-up state to be reused; transparent when the server does not. */
export interface ShellSnapshot {
  scopeId: string;
  shell: { name: string; path: string };
}

/** Result of `process/start`. */
export interface ProcessStartResult {
  processId: string;
  /** `linuxSeccomp`: a sandbox was asked for and is enforced. */
  sandboxType: 'none' | 'linuxSeccomp';
}

/** Parameters of `process/read`. */
export interface ProcessReadParams {
  processId: string;
  afterSeq?: number | null;
  maxBytes?: number | null;
  waitMs?: number | null;
}

/** A run of output; `chunk` is base64. */
export interface OutputChunk {
  seq: number;
  stream: 'stdout' | 'stderr' | 'pty';
  chunk: string;
}

/** Result of `process/read`. */
export interface ProcessReadResult {
  chunks: OutputChunk[];
  nextSeq: number;
  exited: boolean;
  exitCode: number | null;
  closed: boolean;
  failure: null;
  sandboxDenied: boolean;
  /**
   * Only when output behind `afterSeq` is kept no more: from this number on all is. Of what came before it,
   * `chunks` has what this server does not know to have arrived. Not part of the reference.
   */
  firstRetainedSeq?: number;
  /** With `firstRetainedSeq`: bytes of output before it that are kept no more. */
  droppedBytes?: number;
}

/** Parameters of `process/write`; `chunk` is base64. */
export interface ProcessWriteParams {
  processId: string;
  chunk: string;
  writeId: string;
}

/** Result of `process/write`. */
export interface ProcessWriteResult {
  status: 'accepted' | 'unknownProcess' | 'starting' | 'stdinClosed';
}

/** Parameters of `process/signal`. */
export interface ProcessSignalParams {
  processId: string;
  signal: 'interrupt';
}

/** Parameters of `process/terminate`. */
export interface ProcessTerminateParams {
  processId: string;
}

/** Result of `process/terminate`. */
export interface ProcessTerminateResult {
  running: boolean;
}

/** Parameters of the notification `process/output`. */
export interface ProcessOutputParams extends OutputChunk {
  processId: string;
}

/** Parameters of the notification `process/exited`. */
export interface ProcessExitedParams {
  processId: string;
  seq: number;
  exitCode: number;
  sandboxDenied: boolean;
}

/** Parameters of the notification `process/closed`. */
export interface ProcessClosedParams {
  processId: string;
  seq: number;
}
