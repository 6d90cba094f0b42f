import type { Limits } from './limits.js';

const KIB = 1024;
const MIB = 1024 * KIB;
const HOUR_MS = 3_600_000;

/** The least and the most that makes sense, both included. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** What a timer of Node takes; with more it fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;
const DAY_MS = 24 * HOUR_MS;
/** A client says that much in one piece: a start with its environment and its sandbox, a write. */
const PIECE_BYTES = 64 * KIB;
/** The most that one read may have to carry, twice over: clients take messages of 64 MiB in base64. */
const READ_BYTES = 20 * MIB;
/** As a text, a message must stay below the 512 MiB that V8 takes. */
const MESSAGE_BYTES = 256 * MIB;

/** More than any machine has. */
const MANY_BYTES = 2 ** 50;

const BOUNDS: Partial<Record<keyof Limits, Bounds>> = {
  sessionTtlMs: { min: 1, max: 100_000 * HOUR_MS },
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

/** The bounds of a limit: of a time what a timer takes, of any other from 1. */
export const boundsOf = (limit: keyof Limits): Bounds =>
  BOUNDS[limit] ?? { min: 1, max: limit.endsWith('Ms') ? MAX_TIMER_MS : Number.POSITIVE_INFINITY };

/** Whether a limit may have this value: a whole number within its bounds, or infinite where these are. */
export const isWithinBounds = (limit: keyof Limits, value: number): boolean => {
  const { min, max } = boundsOf(limit);
  const isWhole = Number.isSafeInteger(value) || value === Number.POSITIVE_INFINITY;
  return isWhole && min <= value && value <= max;
};

/** Two limits that do not go together: `smaller` must be below `larger`. */
export interface Conflict {
  readonly smaller: keyof Limits;
  readonly larger: keyof Limits;
}

/** What does not go together in these limits, if anything. */
export const findConflict = (limits: Limits): Conflict | undefined =>
  ORDERED.find(({ smaller, larger }) => limits[smaller] >= limits[larger]);

const ORDERED: readonly Conflict[] = [
  // A client must have been asked for a sign of life before it is cut off for giving none.
  { smaller: 'pingIntervalMs', larger: 'peerTimeoutMs' },
];
