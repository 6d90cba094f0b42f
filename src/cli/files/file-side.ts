import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, realpath, stat } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import type { Client } from '../../client/index.js';

/** What is known of a file; a link counts as what it leads to. */
export interface SideStats {
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly size: number;
  /** Whole milliseconds, as the server tells times. */
  readonly changedAtMs: number;
  readonly createdAtMs: number;
}

/** One side of a copy: this host, or the server. */
export interface FileSide {
  /** What was written before a failure stays, and writing can go on behind it. */
  readonly isResumable: boolean;
  /** Undefined: there is no such file. */
  stat(path: string): Promise<SideStats | undefined>;
  /** The path without links. */
  realpath(path: string): Promise<string>;
  names(directory: string): Promise<readonly string[]>;
  createDirectory(path: string): Promise<unknown>;
  read(path: string, start: number): Readable;
  write(path: string, start: number): Writable;
}

export const localSide: FileSide = {
  isResumable: true,
  stat: (path) => statsOf(stat(path)),
  realpath: (path) => realpath(path),
  names: (directory) => readdir(directory),
  createDirectory: (path) => mkdir(path, { recursive: true }),
  read: (path, start) => createReadStream(path, { start, highWaterMark: 1024 * 1024 }),
  write: (path, start) => createWriteStream(path, { start, flags: start === 0 ? 'w' : 'r+' }),
};

/** @param base where relative paths begin; undefined: in the working directory of the server */
export const remoteSide = ({ files }: Client, base: string | undefined): FileSide => {
  const resolve = (path: string): string =>
    base === undefined || path.startsWith('/') ? path || '.' : `${base}/${path}`;
  return {
    isResumable: false,
    stat: (path) => statsOf(files.stat(resolve(path))),
    realpath: (path) => files.realpath(resolve(path)),
    names: (directory) => files.readdir(resolve(directory)),
    createDirectory: (path) => files.mkdir(resolve(path), { recursive: true }),
    read: (path, start) => files.createReadStream(resolve(path), { start }),
    write: (path) => files.createWriteStream(resolve(path)),
  };
};

interface FoundStats {
  isFile(): boolean;
  isDirectory(): boolean;
  readonly size: number;
  readonly mtimeMs: number;
  readonly birthtimeMs: number;
}

const statsOf = async (found: Promise<FoundStats>): Promise<SideStats | undefined> => {
  try {
    const stats = await found;
    return {
      isFile: stats.isFile(),
      isDirectory: stats.isDirectory(),
      size: stats.size,
      changedAtMs: Math.trunc(stats.mtimeMs),
      createdAtMs: Math.trunc(stats.birthtimeMs),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
};
