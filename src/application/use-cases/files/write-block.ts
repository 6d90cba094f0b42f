import { requireBlockLength, requireWritableRange } from '../../../domain/files/file-block.js';
import { requireHandleId } from '../../../domain/files/file-handles.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import type { FileLimits } from '../../limits/file-limits.js';
import type { FileOperations } from './file-operations.js';

export interface WriteBlockCommand {
  readonly handleId: string;
  /** Bytes; an offset beyond the end of the file leaves a hole. */
  readonly offset: number | bigint;
  readonly bytes: Uint8Array;
}

/** Writes a block of an open file in place. */
export class WriteBlock {
  readonly #operations: FileOperations;
  readonly #limits: FileLimits;

  constructor(operations: FileOperations, limits: FileLimits) {
    this.#operations = operations;
    this.#limits = limits;
  }

  /**
   * Resolves when the operating system has accepted all bytes. A write that fails leaves the handle open, as
   * upstream does: the client may continue elsewhere in the file.
   *
   * @throws {ExecServerError} for an invalid length or range or an unknown handle, and when the write fails.
   */
  execute(connection: ClientConnection, command: WriteBlockCommand): Promise<void> {
    const { handleId, offset, bytes } = command;
    return this.#operations.run(connection, undefined, () => {
      requireHandleId(handleId);
      requireBlockLength('write', bytes.length, this.#limits.maxFileBlockBytes);
      requireWritableRange(offset, bytes.length);
      return connection.handles.get(handleId).write(offset, bytes);
    });
  }
}
