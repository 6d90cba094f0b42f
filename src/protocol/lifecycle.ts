import type { EnvironmentInfo } from './environment.js';

/** Parameters of `initialize`. */
export interface InitializeParams {
  clientName: string;
  resumeSessionId?: string | null;
  extensions?: ExtensionsParams | null;
}

/** Asks for the extensions of the protocol, which upstream ignores. */
export interface ExtensionsParams {
  version: 1;
  /** How long the session is to be kept after a disconnection, in milliseconds; the server bounds it. */
  sessionTtlMs?: number | null;
  /** With `resumeSessionId`: attach even if another connection is alive, which is disconnected. */
  takeOver?: boolean;
  /** Observe this session instead of opening or resuming one. */
  observeSessionId?: string | null;
}

/** The extensions that the connection has. */
export interface ExtensionsResult {
  version: 1;
  /** How long the session is kept after a disconnection, in milliseconds. */
  sessionTtlMs: number;
}

/** Result of `initialize`, for new and resumed sessions. */
export interface InitializeResult {
  sessionId: string;
  environmentInfo: EnvironmentInfo;
  /** Present when the client has asked for it. */
  extensions?: ExtensionsResult;
}
