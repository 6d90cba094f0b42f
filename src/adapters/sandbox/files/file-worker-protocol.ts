import type { FileSystem } from '../../../application/ports/file-system.js';
import type { ErrorCode } from '../../../domain/errors.js';

/** The id of the first answer, which belongs to no call: the worker has started, so its sandbox was created. */
export const READY = 0;

/** A call to a worker: a method of its file system, or of a file that it has open. */
export interface FileCall {
  readonly id: number;
  readonly method: keyof FileSystem | 'read' | 'write' | 'close';
  /** Number of the open file, for `read`, `write` and `close`; undefined otherwise. */
  readonly file: number | undefined;
  readonly args: readonly unknown[];
}

/** The worker's answer: the result of the method (for `open`, the number of the file), or its error. */
export type FileAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly code: ErrorCode; readonly message: string };
