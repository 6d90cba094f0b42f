import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { FileRules } from '../../../domain/sandbox/confinement.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { pathBytes } from './paths.js';

/** Bytes read of a file that names a directory: more than the longest path. */
const MAX_BYTES = 8192;

/**
 * The Git directories of each read-only `.git`, which must be read-only as well. The `.git` of a worktree or a
 * submodule is a file that names its Git directory; `commondir` in there names the directory that worktrees share,
 * which has the hooks that git runs.
 *
 * @throws {SandboxRefused} when such a name is not UTF-8, so it cannot be passed to bubblewrap.
 */
export const gitDirectories = async ({ rules }: FileRules): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const { path, access } of rules) {
    if (access !== 'read' || basename(path) !== '.git') {
      continue;
    }
    const named = /^gitdir: ?(.+)/s.exec((await pathIn(path)) ?? '')?.[1];
    const directory = named === undefined ? path : resolve(dirname(path), named);
    const shared = await pathIn(`${directory}/commondir`);
    if (named !== undefined) {
      found.push(directory);
    }
    if (shared) {
      found.push(resolve(directory, shared));
    }
  }
  return found;
};

/** The path in a file, without line ends after it, as git reads it; undefined when the file cannot be read. */
const pathIn = async (path: string): Promise<string | undefined> => {
  // Non-blocking: opening a FIFO would wait for a writer.
  const file = await open(pathBytes(path), constants.O_RDONLY | constants.O_NONBLOCK).catch(
    () => undefined,
  );
  if (file === undefined) {
    return undefined;
  }
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead));
    return text.replace(/[\r\n]+$/, '');
  } catch (error) {
    if (error instanceof TypeError) {
      throw new SandboxRefused(`\`${path}\` is not UTF-8, so what it names cannot be protected`);
    }
    return undefined;
  } finally {
    await file.close();
  }
};
