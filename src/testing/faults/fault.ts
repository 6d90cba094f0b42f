/** Which way bytes go through the proxy. */
export type Direction = 'toClient' | 'toDaemon';

/** How a connection is cut: `reset` breaks it (RST), `fin` ends it in order. */
export type Cut = 'reset' | 'fin';

/** Something that goes wrong between client and daemon; times are milliseconds. */
export type Fault =
  /** Every connection is cut at both ends; new ones are refused for `outageMs`. */
  | { readonly kind: Cut; readonly outageMs: number }
  /**
   * The client's end breaks at once, the daemon's stays open and silent: for `noticedMs`, or for ever
   * (`Infinity`) unless the daemon finds out by itself.
   */
  | { readonly kind: 'vanish'; readonly outageMs: number; readonly noticedMs: number }
  /** Nothing is forwarded for `forMs`, and nothing is closed. */
  | {
      readonly kind: 'stall';
      readonly direction: Direction | 'both';
      readonly forMs: number;
    }
  /** Whatever comes in within `forMs` leaves `delayMs` later. */
  | { readonly kind: 'delay'; readonly delayMs: number; readonly forMs: number }
  /** At most this much leaves each way for `forMs`. */
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number; readonly forMs: number }
  /** The next bytes each way leave one by one. */
  | { readonly kind: 'split'; readonly bytes: number };

/** A fault and what it waits for, counted from the one before: bytes forwarded, or milliseconds. */
export interface ScheduledFault {
  readonly after: { readonly bytes: number } | { readonly ms: number };
  readonly fault: Fault;
}

/** Every kind of fault. */
export const FAULT_KINDS: readonly Fault['kind'][] = [
  'reset',
  'fin',
  'vanish',
  'stall',
  'delay',
  'throttle',
  'split',
];
