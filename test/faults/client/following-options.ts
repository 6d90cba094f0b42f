/** How a client follows. */
export interface FollowingOptions {
  /** How long it tries to come back before it gives up; the real client: 45 s, which is the default. */
  readonly recoveryMs?: number;
  /** Told of all output in order, once it is known to be new. */
  readonly onBytes?: (count: number) => void;
}
