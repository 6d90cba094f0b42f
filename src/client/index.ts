/**
 * A client of exec-server: runs commands on the server as execa does locally, and survives the loss of its connection.
 *
 * @module exec-server/client
 */

export type { Client, ClientEvents } from './client.js';
export { connect, observe } from './connect.js';
export type { ConnectOptions } from './connect-options.js';
export type { ConnectionState } from './connection/session-connection.js';
export {
  ConnectFailed,
  ConnectionInterrupted,
  ConnectionLost,
  ExtensionsMissing,
  type LossReason,
  OutputLost,
  RequestFailed,
} from './errors.js';
export type { Observer } from './observer.js';
export type { ProcessExit } from './processes/process-event.js';
export type {
  FollowOptions,
  Input,
  KillOptions,
  Output,
  OutputOptions,
  RunOptions,
} from './processes/run-options.js';
export { RunError, type RunResult } from './processes/run-result.js';
export type { RunningProcess } from './processes/running-process.js';
