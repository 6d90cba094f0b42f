import type { DirectoryEntry, FileMetadata, Walk } from '../../../application/ports/file-system.js';
import type { FileBlock } from '../../../application/use-cases/files/read-block.js';
import { displayPath } from '../../../domain/files/path-encoding.js';
import type {
  FsCanonicalizeResult,
  FsGetMetadataResult,
  FsReadDirectoryResult,
  FsWalkResult,
} from '../../../protocol/files.js';
import { asBuffer } from '../encoding/base64.js';
import { JsonParts } from '../encoding/json-parts.js';
import { toPathUri } from '../encoding/path-uri.js';

/** Presents the content of a file as an `FsReadFileResult`. */
export const presentFileContent = (bytes: Uint8Array): JsonParts =>
  new JsonParts('{"dataBase64":"', asBuffer(bytes), '"}');

/** Presents a part of a file as an `FsReadBlockResult`. */
export const presentBlock = ({ bytes, isAtEnd }: FileBlock): JsonParts =>
  new JsonParts('{"chunk":"', asBuffer(bytes), `","eof":${isAtEnd}}`);

/** Presents the metadata of a path. */
export const presentMetadata = (metadata: FileMetadata): FsGetMetadataResult => ({
  isDirectory: metadata.isDirectory,
  isFile: metadata.isFile,
  isSymlink: metadata.isSymlink,
  size: metadata.size,
  createdAtMs: metadata.createdAtMs,
  modifiedAtMs: metadata.modifiedAtMs,
});

/** Presents a path of the host. */
export const presentPath = (path: string): FsCanonicalizeResult => ({ path: toPathUri(path) });

/** Presents the entries of a directory. Names are text: one that is not UTF-8 is for display only. */
export const presentDirectory = (entries: readonly DirectoryEntry[]): FsReadDirectoryResult => ({
  entries: entries.map(({ name, isDirectory, isFile }) => ({
    fileName: displayPath(name),
    isDirectory,
    isFile,
  })),
});

/** Presents the result of a walk. */
export const presentWalk = ({ entries, errors, isTruncated }: Walk): FsWalkResult => ({
  entries: entries.map(({ path, kind }) => ({ path: toPathUri(path), kind })),
  errors: errors.map(({ path, message }) => ({ path: toPathUri(path), message })),
  truncated: isTruncated,
});
