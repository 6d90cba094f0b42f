export { InMemoryFileSystem } from '../adapters/file-system/memory/in-memory-file-system.js';
export type { DaemonExit, DaemonProcess } from './daemon-process.js';
export { ExecServerHarness, execServer, type HarnessOptions } from './harness.js';
export { linkedTransports } from './linked-transports.js';
export type { ProcessOutcome } from './process-outcome.js';
export { RequestFailed } from './request-failed.js';
export type { ServerEvent } from './server-event.js';
export { type DisconnectMode, TestClient, type WaitOptions } from './test-client.js';
