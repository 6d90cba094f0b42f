import { type AdmissionLimits, DEFAULT_ADMISSION_LIMITS } from './admission-limits.js';
import { type CapabilityLimits, DEFAULT_CAPABILITY_LIMITS } from './capability-limits.js';
import { type ConfigurationLimits, DEFAULT_CONFIGURATION_LIMITS } from './configuration-limits.js';
import { type ConnectionLimits, DEFAULT_CONNECTION_LIMITS } from './connection-limits.js';
import { DEFAULT_FILE_LIMITS, type FileLimits } from './file-limits.js';
import { DEFAULT_HTTP_LIMITS, type HttpLimits } from './http-limits.js';
import { DEFAULT_LOG_LIMITS, type LogLimits } from './log-limits.js';
import { DEFAULT_NETWORK_LIMITS, type NetworkLimits } from './network-limits.js';
import { DEFAULT_OUTPUT_LIMITS, type OutputLimits } from './output-limits.js';
import { DEFAULT_PROCESS_LIMITS, type ProcessLimits } from './process-limits.js';
import { DEFAULT_SESSION_LIMITS, type SessionLimits } from './session-limits.js';
import {
  DEFAULT_SHELL_SNAPSHOT_LIMITS,
  type ShellSnapshotLimits,
} from './shell-snapshot-limits.js';

/**
 * Every limit of the server, area by area. A limit whose comment names an option can be set by the daemon's command
 * line, all by an embedder. A well-behaved client does not reach the defaults.
 */
export interface Limits
  extends AdmissionLimits,
    ConnectionLimits,
    SessionLimits,
    ProcessLimits,
    OutputLimits,
    HttpLimits,
    NetworkLimits,
    FileLimits,
    ConfigurationLimits,
    CapabilityLimits,
    ShellSnapshotLimits,
    LogLimits {}

/** The limits of a server that sets none itself. */
export const DEFAULT_LIMITS: Limits = {
  ...DEFAULT_ADMISSION_LIMITS,
  ...DEFAULT_CONNECTION_LIMITS,
  ...DEFAULT_SESSION_LIMITS,
  ...DEFAULT_PROCESS_LIMITS,
  ...DEFAULT_OUTPUT_LIMITS,
  ...DEFAULT_HTTP_LIMITS,
  ...DEFAULT_NETWORK_LIMITS,
  ...DEFAULT_FILE_LIMITS,
  ...DEFAULT_CONFIGURATION_LIMITS,
  ...DEFAULT_CAPABILITY_LIMITS,
  ...DEFAULT_SHELL_SNAPSHOT_LIMITS,
  ...DEFAULT_LOG_LIMITS,
};
