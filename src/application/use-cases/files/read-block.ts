import { requireBlockLength, requireReadableRange } from '../../../domain/files/file-block.js';
import { requireHandleId } from '../../../domain/files/file-handles.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import type { FileLimits } from '../../limits/file-limits.js';
import type { FileOperations } from './file-operations.js';

export interface ReadBlockCommand {
  readonly handleId: string;
  /** Bytes, like `length`. */
  readonly offset: number | bigint;
  readonly length: number;
}

/** A part of a file as it is now, including what was appended since it was opened. */
export interface FileBlock {
  readonly bytes: Uint8Array;
  /** Fewer bytes were read than requested. */
  readonly isAtEnd: boolean;
}

/** Reads a part of an open file. */
export class ReadBlock {
  readonly #operations: FileOperations;
  readonly #limits: FileLimits;

  constructor(operations: FileOperations, limits: FileLimits) {
    this.#operations = operations;
    this.#limits = limits;
  }

  /**
   * @throws {ExecServerError} for an invalid length or unknown handle; a read that fails closes the handle.
   */
  execute(connection: ClientConnection, command: ReadBlockCommand): Promise<FileBlock> {
    const { handleId, offset, length } = command;
    return this.#operations.run(connection, undefined, async () => {
      requireHandleId(handleId);
      requireBlockLength('read', length, this.#limits.maxFileBlockBytes);
      const file = connection.handles.get(handleId);
      try {
        requireReadableRange(offset, length);
        const bytes = await file.read(offset, length);
        return { bytes, isAtEnd: bytes.length < length };
      } catch (error) {
        await connection.handles.close(handleId);
        throw error;
      }
    });
  }
}
