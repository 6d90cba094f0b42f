import { constants } from 'node:fs';
import { UnsupportedByProtocol } from '../errors.js';
import type { FileOptions } from './file-requests.js';

/** Options of `readFile`: without an encoding it gives a Buffer. */
export type ReadFileOptions =
  | BufferEncoding
  | (FileOptions & { readonly encoding?: BufferEncoding | null | undefined })
  | null
  | undefined;

/** Options of `writeFile`. */
export interface WriteFileOptions extends FileOptions {
  /** Of text; default `utf8`. */
  readonly encoding?: BufferEncoding | null | undefined;
  /** Only `w`. */
  readonly flag?: string | undefined;
  /** Only 0o666, as which the protocol creates files; the mode of a file that exists is kept. */
  readonly mode?: number | undefined;
}

/** Options of `readdir`. */
export interface ReadDirectoryOptions extends FileOptions {
  /** Only `utf8`: bytes of a name that are not UTF-8 are U+FFFD. */
  readonly encoding?: BufferEncoding | null | undefined;
  readonly withFileTypes?: boolean | undefined;
  readonly recursive?: boolean | undefined;
}

/** Options of `mkdir`. */
export interface MakeDirectoryOptions extends FileOptions {
  readonly recursive?: boolean | undefined;
  /** Only 0o777, as which the protocol creates directories. */
  readonly mode?: number | undefined;
}

/** Options of `rm`. */
export interface RemoveOptions extends FileOptions {
  readonly recursive?: boolean | undefined;
  /** No error where there is nothing to remove. */
  readonly force?: boolean | undefined;
}

/** Options of `cp`. */
export interface CopyOptions extends FileOptions {
  /** Needed for directories, which are merged into one that exists. */
  readonly recursive?: boolean | undefined;
  /** Only true: files are overwritten. */
  readonly force?: boolean | undefined;
}

/** @throws {UnsupportedByProtocol} */
export const checkWriteFileOptions = ({ flag = 'w', mode = 0o666 }: WriteFileOptions): void => {
  if (flag !== 'w') {
    throw new UnsupportedByProtocol(`flag '${flag}'`, "use 'w'");
  }
  checkMode(mode, 0o666);
};

/** @throws {UnsupportedByProtocol} */
export const checkReadDirectoryOptions = ({ encoding }: ReadDirectoryOptions): void => {
  if (encoding !== undefined && encoding !== null && !/^utf-?8$/i.test(encoding)) {
    throw new UnsupportedByProtocol(`encoding '${encoding}' of names`, 'names are sent as text');
  }
};

/** @throws {UnsupportedByProtocol} */
export const checkMakeDirectoryOptions = ({ mode = 0o777 }: MakeDirectoryOptions): void =>
  checkMode(mode, 0o777);

/** Options of Node's `cp` that would change what is copied. */
const COPY_OPTIONS_OF_NODE = [
  'dereference',
  'errorOnExist',
  'filter',
  'mode',
  'preserveTimestamps',
] as const;

/** @throws {UnsupportedByProtocol} */
export const checkCopyOptions = (options: CopyOptions): void => {
  if (options.force === false) {
    throw new UnsupportedByProtocol('force: false', 'look with access() before');
  }
  const given = COPY_OPTIONS_OF_NODE.find((name) => (options as Record<string, unknown>)[name]);
  if (given !== undefined) {
    throw new UnsupportedByProtocol(given, 'run cp(1) instead');
  }
};

/** @throws {UnsupportedByProtocol} */
export const checkAccessMode = (mode: number): void => {
  if (mode !== constants.F_OK) {
    throw new UnsupportedByProtocol('a mode of access', 'only existence can be asked for');
  }
};

const checkMode = (mode: number, supported: number): void => {
  if (mode !== supported) {
    throw new UnsupportedByProtocol(
      `mode 0o${mode.toString(8)}`,
      'the protocol has no modes, so run chmod(1) afterwards',
    );
  }
};
