import type { LogFields } from './logger.js';

/** Who asked for it, as in the log: session, address, client, subject. */
export type AuditedClient = LogFields;

/** What was to be run; never the value of a variable. */
export interface AuditedCommand {
  /** The program and its arguments, up to 1,024 characters. */
  readonly argv: readonly string[];
  readonly isArgvAbridged: boolean;
  /** Absolute path. */
  readonly cwd: string;
  /** The names of the variables that the client has set; at most 200. */
  readonly variables: readonly string[];
  readonly isSandboxed: boolean;
}

/** Something that an operator may have to prove later. */
export type AuditEntry =
  | {
      readonly event: 'process_started';
      readonly who: AuditedClient;
      /** The id that the client chose. */
      readonly process: string;
      /** That of the operating system; undefined: the runner has none. */
      readonly pid: number | undefined;
      readonly command: AuditedCommand;
    }
  | {
      readonly event: 'process_refused';
      readonly who: AuditedClient;
      readonly process: string;
      readonly reason: string;
      readonly command: AuditedCommand;
    }
  | {
      readonly event: 'process_ended';
      /** The client that started it. */
      readonly who: AuditedClient;
      readonly process: string;
      readonly pid: number | undefined;
      readonly exitCode: number;
      /** The name of the signal that ended it; undefined: none, or unknown. */
      readonly signal: string | undefined;
      readonly durationMs: number;
    }
  /** `initialize` was refused. */
  | { readonly event: 'session_refused'; readonly who: AuditedClient; readonly reason: string }
  /** A connection was refused with this HTTP status; undefined: it was cut off. */
  | {
      readonly event: 'client_refused';
      readonly who: AuditedClient;
      readonly status: number | undefined;
      readonly reason: string;
    };

/** Keeps what clients did. */
export interface AuditLog {
  /** Never throws, and never waits. */
  record(entry: AuditEntry): void;
}
