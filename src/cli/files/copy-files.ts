import { basename, join } from 'node:path/posix';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliError } from '../cli-error.js';
import type { FileSide } from './file-side.js';

/** How often the copy of one file is begun, when the connection breaks meanwhile. */
const ATTEMPTS = 10;

/** A file to be copied. */
export interface PlannedFile {
  readonly from: string;
  readonly to: string;
  readonly size: number;
}

/** What is to be copied: directories first, each before what is in it. */
export interface CopyPlan {
  readonly directories: readonly string[];
  readonly files: readonly PlannedFile[];
  /** Neither files nor directories, such as sockets. */
  readonly skipped: readonly string[];
}

/** Where something is copied to: into a directory that there is, as `cp` does. @throws {CliError} */
export const planCopy = async (
  source: FileSide,
  target: FileSide,
  from: string,
  to: string,
): Promise<CopyPlan> => {
  const stats = await source.stat(from);
  if (stats === undefined) {
    throw new CliError(`there is no file ${from}`);
  }
  const isInto = (await target.stat(to))?.isDirectory === true;
  const plan = { directories: [], files: [], skipped: [] };
  await addTo(plan, source, from, isInto ? join(to, basename(from)) : to);
  return plan;
};

const addTo = async (
  plan: { directories: string[]; files: PlannedFile[]; skipped: string[] },
  source: FileSide,
  from: string,
  to: string,
): Promise<void> => {
  const stats = await source.stat(from);
  if (stats?.isDirectory) {
    plan.directories.push(to);
    for (const name of await source.names(from)) {
      await addTo(plan, source, join(from, name), join(to, name));
    }
  } else if (stats?.isFile) {
    plan.files.push({ from, to, size: stats.size });
  } else {
    plan.skipped.push(from);
  }
};

/**
 * Copies a file. When the connection breaks, goes on where the copy was, or begins it again where that cannot be.
 *
 * @param onBytes is called with the bytes of the file that are copied
 */
export const copyFile = async (
  source: FileSide,
  target: FileSide,
  { from, to }: PlannedFile,
  onBytes: (bytes: number) => void,
): Promise<void> => {
  let bytes = 0;
  for (let attempt = 1; ; attempt += 1) {
    const start = target.isResumable ? bytes : 0;
    bytes = start;
    const count = new Transform({
      transform: (chunk: Buffer, _, done) => {
        bytes += chunk.length;
        onBytes(bytes);
        done(null, chunk);
      },
    });
    const written = target.write(to, start);
    try {
      await pipeline(source.read(from, start), count, written);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !isInterrupted(error)) {
        throw error;
      }
      // What was on its way was not written.
      bytes = 'bytesWritten' in written ? start + Number(written.bytesWritten) : 0;
    }
  }
};

const isInterrupted = (error: unknown): boolean =>
  ['FileHandleLost', 'ConnectionInterrupted'].includes((error as Error).name);
