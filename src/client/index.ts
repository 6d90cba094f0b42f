/**
 * A client of exec-server: runs commands on the server as execa does locally, and survives the loss of its connection.
 *
 * @module exec-server/client
 */

export type { RemoteChildProcess } from './child-process/remote-child-process.js';
export type { SpawnOptions } from './child-process/spawn-command.js';
export type { StdioOption } from './child-process/stdio.js';
export type { Client, ClientEvents } from './client.js';
export { connect, observe } from './connect.js';
export type { ConnectOptions } from './connect-options.js';
export type { TraceContext } from './connection/messages.js';
export type { ConnectionState } from './connection/session-connection.js';
export {
  ConnectFailed,
  ConnectionInterrupted,
  ConnectionLost,
  ExtensionsMissing,
  type LossReason,
  OutputLost,
  RequestFailed,
  UnsupportedByProtocol,
} from './errors.js';
export type { Content, EncodingOption } from './files/content.js';
export { FileError } from './files/file-error.js';
export type { FileHandle, TransferOptions } from './files/file-handle.js';
export type {
  CopyOptions,
  MakeDirectoryOptions,
  ReadDirectoryOptions,
  ReadFileOptions,
  RemoveOptions,
  WriteFileOptions,
} from './files/file-options.js';
export type { FileOptions } from './files/file-requests.js';
export type { DirectoryEntry, FileKind, FileStats } from './files/file-stats.js';
export type {
  FileReadStream,
  FileWriteStream,
  ReadStreamOptions,
  WriteStreamOptions,
} from './files/file-streams.js';
export { FileHandleLost } from './files/open-file.js';
export type { OpenFlag } from './files/open-files.js';
export type { RemoteFiles } from './files/remote-files.js';
export type { ProcessExit } from './following/process-event.js';
export type { FetchInit } from './http/remote-fetch.js';
export { ResponseBodyInterrupted } from './http/response-body.js';
export type { Observer } from './observer.js';
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
export type { NotificationListener, PlainRequestOptions } from './requests.js';
