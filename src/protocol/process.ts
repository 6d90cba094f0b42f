import type { NetworkProxyLaunch } from './network.js';
import type { SignalName, TerminalSize } from './process-extensions.js';

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
  /** Extension: the size of the terminal at the start; without effect unless `tty`. */
  terminalSize?: TerminalSize | null;
}

/** Which variables of the server a process inherits, and how they are changed. */
export interface EnvPolicy {
  inherit: 'core' | 'all' | 'none';
  ignoreDefaultExcludes: boolean;
  exclude: string[];
  set: Record<string, string>;
  includeOnly: string[];
}

/** Relates a process to the agent's work; without effect. */
export interface ProcessMetadata {
  threadId?: string | null;
  toolCallId?: string | null;
}

/** The sandbox of a process or file request. */
export interface SandboxContext {
  permissions: SandboxPermissions;
  /** `file:` URI. */
  cwd?: string | null;
  /** `file:` URIs. */
  workspaceRoots?: string[];
  /** Replaces `cwd` and `workspaceRoots` where it is given; denials apply to both. */
  policyContext?: PolicyContext | null;
  /** `file:` URI. */
  userHomeDir?: string | null;
  /** `file:` URIs; denied with `tmpdir`, but never allowed with it. */
  temporaryDirectories?: string[] | null;
  sandboxOverride?: string;
  windowsSandboxLevel: string;
}

/** The context a policy was made in. `cwd` and `workspaceRoots` are `file:` URIs. */
export interface PolicyContext {
  cwd?: string | null;
  workspaceRoots?: string[];
}

/** Permissions, with upstream's member names. */
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
            /** How many levels below their fixed part patterns are searched for; from 1. */
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

/** No effect without a sandbox or a proxy. */
export interface ManagedNetwork {
  loopbackPorts?: number[];
  allowLocalBinding?: boolean;
}

/** Requests reuse of captured shell start-up state; ignored where the server does not support it. */
export interface ShellSnapshot {
  scopeId: string;
  shell: { name: string; path: string };
}

/** Result of `process/start`. */
export interface ProcessStartResult {
  processId: string;
  /** `linuxSeccomp`: the process is sandboxed. */
  sandboxType: 'none' | 'linuxSeccomp';
  /** Extension: of the process in the namespace of the server; null: not known. */
  pid?: number | null;
}

/** Parameters of `process/read`. */
export interface ProcessReadParams {
  processId: string;
  afterSeq?: number | null;
  maxBytes?: number | null;
  waitMs?: number | null;
}

/** A chunk of output, in base64. */
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
   * Present when output above `afterSeq` was dropped: all output from this number on is kept. `chunks` may
   * contain unacknowledged output before it. Not in upstream.
   */
  firstRetainedSeq?: number;
  /** With `firstRetainedSeq`: bytes dropped before it. */
  droppedBytes?: number;
  /** Extension: name of the signal that ended the process; null while none is known. */
  signal?: string | null;
  /** Extension: when it exited, in milliseconds since the Unix epoch; null while it runs. */
  exitedAtMs?: number | null;
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
  /** `interrupt` is SIGINT; the names are an extension. */
  signal: 'interrupt' | SignalName;
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
  /** Extension: name of the signal that ended it; null: none is known. */
  signal?: string | null;
  /** Extension: milliseconds since the Unix epoch. */
  exitedAtMs?: number;
}

/** Parameters of the notification `process/closed`. */
export interface ProcessClosedParams {
  processId: string;
  seq: number;
}
