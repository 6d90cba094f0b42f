/**
 * A real exec-server for tests: {@link execServer}, with a client of `exec-server/client`, and a {@link TestClient} for raw frames.
 *
 * @module exec-server/testing
 */

export { InMemoryFileSystem } from '../adapters/file-system/memory/in-memory-file-system.js';
export { RequestFailed } from '../client/index.js';
export type { DaemonExit, DaemonProcess } from './daemon-process.js';
export type { DisconnectMode } from './disconnect-mode.js';
export {
  type Cut,
  type Direction,
  FAULT_KINDS,
  type Fault,
  type ScheduledFault,
} from './faults/fault.js';
export { FaultConductor } from './faults/fault-conductor.js';
export type { FaultLink } from './faults/fault-link.js';
export { FaultProxy } from './faults/fault-proxy.js';
export { faultSchedule, type ScheduleShape } from './faults/fault-schedule.js';
export type { FaultShape } from './faults/random-fault.js';
export { ExecServerHarness, execServer, type HarnessOptions } from './harness.js';
export { linkedTransports } from './linked-transports.js';
export type { WaitOptions } from './message-log.js';
export { MisbehavingServer, type Misbehavior } from './misbehaving-server.js';
export type { ServerEvent } from './server-event.js';
export { TestClient } from './test-client.js';
