/** Whether a server takes new sessions, or a gateway new clients. */
export type Readiness =
  | { readonly state: 'ready' }
  /** Sessions that are left, and how long they may go on: infinite where nothing limits it. */
  | { readonly state: 'draining'; readonly sessions: number; readonly remainingMs: number }
  /** The same for the connections of a gateway. */
  | { readonly state: 'draining'; readonly connections: number; readonly remainingMs: number }
  /** A gateway knows no node. */
  | { readonly state: 'without_nodes'; readonly isDirectoryReachable: boolean }
  /** The limit that is reached, and its value. */
  | {
      readonly state: 'full';
      readonly limit: 'maxConnections' | 'maxSessions';
      readonly value: number;
    };
