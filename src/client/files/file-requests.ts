import type { PathLike } from 'node:fs';
import type { FsGetMetadataParams, FsGetMetadataResult } from '../../protocol/files.js';
import { METHODS } from '../../protocol/methods.js';
import type { SandboxContext } from '../../protocol/process.js';
import type { RequestOptions, SessionConnection } from '../connection/session-connection.js';
import { asFileError, type FailedCall, FileError, isNotAFile } from './file-error.js';
import { toPathUri } from './path-uri.js';

/** Options of every method about files. */
export interface FileOptions {
  /** Rejects the call; what the server has begun is not undone. */
  readonly signal?: AbortSignal | undefined;
  /** Confines this request on the server (docs/sandbox.md). */
  readonly sandbox?: SandboxContext | undefined;
}

/** One request about files. */
export interface FileCall extends FailedCall {
  readonly method: string;
  readonly params: object;
  readonly whenInterrupted: RequestOptions['whenInterrupted'];
  readonly signal?: AbortSignal | undefined;
}

/** Sends requests about files, and words their failures as Node does. */
export class FileRequests {
  readonly connection: SessionConnection;

  constructor(connection: SessionConnection) {
    this.connection = connection;
  }

  uriOf(path: PathLike): string {
    return toPathUri(path, this.connection.environment.cwd);
  }

  /**
   * Resolves with the result.
   *
   * @throws {FileError} where the server answers with an error of its operating system, {RequestFailed} for
   * any other answer, {ConnectionInterrupted} or {ConnectionLost} where there is none.
   */
  async send<Result>(call: FileCall): Promise<Result> {
    const { method, params, whenInterrupted, signal } = call;
    const options = { whenInterrupted, ...(signal && { signal }) };
    try {
      return await this.connection.request<Result>(method, params, options);
    } catch (error) {
      throw isNotAFile(error)
        ? await this.#notAFile(error, call)
        : (asFileError(error, call) ?? error);
    }
  }

  /** Node refuses directories, and could read FIFOs and devices, which the server does not open. */
  async #notAFile(error: unknown, call: FileCall): Promise<FileError> {
    const { path, sandbox = null } = call.params as FsGetMetadataParams;
    const options = { whenInterrupted: 'repeat' } as const;
    const metadata = await this.connection
      .request<FsGetMetadataResult>(METHODS.fsGetMetadata, { path, sandbox }, options)
      .catch(() => undefined);
    return metadata?.isDirectory
      ? new FileError('EISDIR', { syscall: 'read' }, error)
      : new FileError('EINVAL', call, error);
  }
}

/** The member that confines a request; absent without a sandbox. */
export const sandboxOf = (options: Pick<FileOptions, 'sandbox'>): { sandbox?: SandboxContext } =>
  options.sandbox === undefined ? {} : { sandbox: options.sandbox };
