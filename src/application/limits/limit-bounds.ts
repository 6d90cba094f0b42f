import type { Limits } from './limits.js';
import { KIB, MAX_TIMER_MS, MIB } from './units.js';

const HOUR_MS = 3_600_000;

/** The smallest and the largest accepted value, both inclusive. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

const DAY_MS = 24 * HOUR_MS;
/** Must fit in one piece: a `process/start` with its environment and sandbox, or a write. */
const PIECE_BYTES = 64 * KIB;
/** Twice the output that one read may carry; clients accept messages of 64 MiB, in base64. */
const READ_BYTES = 20 * MIB;
/** A message must stay below 512 MiB as text, the longest string of V8. */
const MESSAGE_BYTES = 256 * MIB;

/** More memory than any machine has. */
const MANY_BYTES = 2 ** 50;

const BOUNDS: Partial<Record<keyof Limits, Bounds>> = {
  sessionTtlMs: { min: 1, max: 100_000 * HOUR_MS },
  maxSessionTtlMs: { min: 1, max: 100_000 * HOUR_MS },
  initializeTimeoutMs: { min: 100, max: DAY_MS },
  requestTimeoutMs: { min: 100, max: DAY_MS },
  pingIntervalMs: { min: 10, max: DAY_MS },
  peerTimeoutMs: { min: 500, max: DAY_MS },
  outputRetentionBytes: { min: 1, max: READ_BYTES },
  outputWindowBytes: { min: PIECE_BYTES, max: READ_BYTES },
  maxRetainedBytes: { min: MIB, max: MANY_BYTES },
  maxPendingInputBytes: { min: PIECE_BYTES, max: MANY_BYTES },
  maxBytesInFlight: { min: PIECE_BYTES, max: MANY_BYTES },
  maxUnsentBytes: { min: PIECE_BYTES, max: MANY_BYTES },
  maxUninitializedBytes: { min: PIECE_BYTES, max: MANY_BYTES },
  maxBufferedBodyBytes: { min: PIECE_BYTES, max: MANY_BYTES },
  maxRequestHeaderBytes: { min: 4 * KIB, max: 16 * MIB },
  maxFrameBytes: { min: PIECE_BYTES, max: MESSAGE_BYTES },
  maxMessageBytes: { min: PIECE_BYTES, max: MESSAGE_BYTES },
};

/** The bounds of a limit; by default a timer's for a time, and from 1 for any other. */
export const boundsOf = (limit: keyof Limits): Bounds =>
  BOUNDS[limit] ?? { min: 1, max: limit.endsWith('Ms') ? MAX_TIMER_MS : Number.POSITIVE_INFINITY };

/**
 * Whether a limit accepts this value: a whole number within its bounds, or `Infinity` where they allow it.
 */
export const isWithinBounds = (limit: keyof Limits, value: number): boolean => {
  const { min, max } = boundsOf(limit);
  const isWhole = Number.isSafeInteger(value) || value === Number.POSITIVE_INFINITY;
  return isWhole && min <= value && value <= max;
};

/** Two conflicting limits: `smaller` must be below `larger`. */
export interface Conflict {
  readonly smaller: keyof Limits;
  readonly larger: keyof Limits;
}

/** The first conflict in these limits; undefined: none. */
export const findConflict = (limits: Limits): Conflict | undefined =>
  ORDERED.find(({ smaller, larger }) => limits[smaller] >= limits[larger]);

const ORDERED: readonly Conflict[] = [
  // A client must have been pinged before it is disconnected for its silence.
  { smaller: 'pingIntervalMs', larger: 'peerTimeoutMs' },
];
