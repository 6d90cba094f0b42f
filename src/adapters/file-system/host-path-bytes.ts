import { decodePath, encodePath } from '../../domain/files/path-encoding.js';

/** A path as bytes for the operating system. */
export const toHostBytes = (path: string): Buffer => {
  const { buffer, byteOffset, byteLength } = encodePath(path);
  return Buffer.from(buffer, byteOffset, byteLength);
};

/** A path or name from the operating system as text. */
export const fromHostBytes = (bytes: Buffer): string => decodePath(bytes);

/** The path of a directory's entry. */
export const entryOf = (directory: Buffer, name: Buffer): Buffer =>
  directory.at(-1) === SLASH
    ? Buffer.concat([directory, name])
    : Buffer.concat([directory, Buffer.of(SLASH), name]);

/** Splits a path into directory and name; the root is its own entry `.`. */
export const splitEntry = (path: Buffer): { directory: Buffer; name: Buffer } => {
  const slash = path.lastIndexOf(SLASH);
  const name = path.subarray(slash + 1);
  return {
    directory: slash <= 0 ? Buffer.of(SLASH) : path.subarray(0, slash),
    name: name.length === 0 ? Buffer.from('.') : name,
  };
};

const SLASH = 0x2f;
