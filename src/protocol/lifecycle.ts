import type { EnvironmentInfo } from './environment.js';

/** Parameters of `initialize`. */
export interface InitializeParams {
  clientName: string;
  resumeSessionId?: string | null;
}

/** Result of `initialize`, for a new session and for a resumed one. */
export interface InitializeResult {
  sessionId: string;
  environmentInfo: EnvironmentInfo;
}
