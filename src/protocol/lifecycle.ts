import type { EnvironmentInfo } from './environment.js';

/** Parameters of `initialize`. */
export interface InitializeParams {
  clientName: string;
  resumeSessionId?: string | null;
}

/** Result of `initialize`, for new and resumed sessions. */
export interface InitializeResult {
  sessionId: string;
  environmentInfo: EnvironmentInfo;
}
