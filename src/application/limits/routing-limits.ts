import { KIB } from './units.js';

/** Limits of a gateway, beside those of its connections. */
export interface RoutingLimits {
  /** How often the directory of nodes is read. */
  readonly directoryIntervalMs: number;
  /** The shortest time between two reads of the directory, when an owner is searched that is unknown. */
  readonly directoryGapMs: number;
  /** How long a read of the directory may take; then the directory counts as unreachable. */
  readonly directoryTimeoutMs: number;
  /** How long a node may take to accept a connection and upgrade it; then it counts as unreachable. */
  readonly nodeTimeoutMs: number;
  /** How long a node that could not be reached gets no new session. */
  readonly avoidMs: number;
  /** How long resumes try the last address of a node that the directory no longer lists. */
  readonly forgetAfterMs: number;
  /** The largest first message of a client. */
  readonly maxFirstMessageBytes: number;
  /** How long a connection may take, once one of its two sides has ended, to send the other side what is left. */
  readonly lingerMs: number;
}

/** How a node announces itself. */
export interface AnnouncementLimits {
  readonly announcementIntervalMs: number;
  /** A node that has not announced itself for this long is gone. */
  readonly announcementTtlMs: number;
}

export const DEFAULT_ANNOUNCEMENT_LIMITS: AnnouncementLimits = {
  announcementIntervalMs: 1000,
  announcementTtlMs: 5000,
};

export const DEFAULT_ROUTING_LIMITS: RoutingLimits = {
  directoryIntervalMs: 1000,
  directoryGapMs: 100,
  directoryTimeoutMs: 2000,
  nodeTimeoutMs: 5000,
  avoidMs: 5000,
  forgetAfterMs: 600_000,
  maxFirstMessageBytes: 64 * KIB,
  lingerMs: 10_000,
};
