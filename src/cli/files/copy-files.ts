import { basename, join } from 'node:path/posix';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliError } from '../cli-error.js';
import type { FileSide, SideStats } from './file-side.js';

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
  readonly skipped: readonly SkippedFile[];
}

/** What is left out. */
interface SkippedFile {
  readonly path: string;
  readonly reason: string;
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
  if (!isInto && !stats.isDirectory && to.endsWith('/')) {
    throw new CliError(`there is no directory ${to}`);
  }
  const path = isInto ? join(to, basename(from)) : to;
  const planning = new Planning(source, target, (await target.stat(path)) === undefined);
  await planning.add(from, path, []);
  return planning;
};

class Planning implements CopyPlan {
  readonly directories: string[] = [];
  readonly files: PlannedFile[] = [];
  readonly skipped: SkippedFile[] = [];
  readonly #source: FileSide;
  readonly #target: FileSide;
  readonly #isNew: boolean;

  /** @param isNew nothing is there that would be replaced */
  constructor(source: FileSide, target: FileSide, isNew: boolean) {
    this.#source = source;
    this.#target = target;
    this.#isNew = isNew;
  }

  /** @param above the directories that `from` is in, without links, up to the one that is copied */
  async add(from: string, to: string, above: readonly string[]): Promise<void> {
    const stats = await this.#source.stat(from);
    if (stats?.isDirectory) {
      await this.#addDirectory(from, to, above);
    } else if (stats?.isFile !== true) {
      this.#skip(from, 'neither a file nor a directory');
    } else if (await this.#isSame(from, to, stats)) {
      this.#skip(from, `the same file as ${to}`);
    } else {
      this.files.push({ from, to, size: stats.size });
    }
  }

  async #addDirectory(from: string, to: string, above: readonly string[]): Promise<void> {
    const directory = await this.#source.realpath(from);
    if (above.includes(directory)) {
      this.#skip(from, 'a link to a directory that it is in');
      return;
    }
    this.directories.push(to);
    for (const name of await this.#source.names(from)) {
      requireName(name, from);
      await this.add(join(from, name), join(to, name), [...above, directory]);
    }
  }

  /** Both sides may be one host. A file that is copied onto itself would be emptied before it is read. */
  async #isSame(from: string, to: string, stats: SideStats): Promise<boolean> {
    const there = this.#isNew ? undefined : await this.#target.stat(to);
    return (
      there?.size === stats.size &&
      there.changedAtMs === stats.changedAtMs &&
      there.createdAtMs === stats.createdAtMs &&
      (await this.#target.realpath(to)) === (await this.#source.realpath(from))
    );
  }

  #skip(path: string, reason: string): void {
    this.skipped.push({ path, reason });
  }
}

/** A server could have files written elsewhere than where its directory is copied to. @throws {CliError} */
const requireName = (name: string, directory: string): void => {
  if (['', '.', '..'].includes(name) || name.includes('/')) {
    throw new CliError(
      `nothing is copied: ${directory} has an entry ${JSON.stringify(name)}, which is no name`,
    );
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
