import type { FileSystem } from '../../../application/ports/file-system.js';
import type { ErrorCode } from '../../../domain/errors.js';

/** The id of the answer that comes first, unasked: whatever made the sandbox has succeeded. */
export const READY = 0;

/** What a helper is asked: one method of its file system, or of a file that it has open. */
export interface FileCall {
  readonly id: number;
  readonly method: keyof FileSystem | 'read' | 'write' | 'close';
  /** The file, for the methods of open files. */
  readonly file: number | undefined;
  readonly args: readonly unknown[];
}

/** What it answers; of `open`, the number of the file. */
export type FileAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly code: ErrorCode; readonly message: string };
