import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { FileRules } from '../../../domain/sandbox/confinement.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { pathBytes } from './paths.js';

/** Git itself takes longer ones, and no path is. */
const MAX_BYTES = 8192;

/**
 * The directories that belong to each `.git` that must stay as it is. It may be a file, of a worktree or a
 * submodule, which says where the directory lies; and that may say where what it shares with others lies, the
 * programs among it that git runs.
 *
 * @throws {SandboxRefused} when a name in one cannot be said to bubblewrap.
 */
export const gitDirectories = async ({ rules }: FileRules): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const { path, access } of rules) {
    if (access !== 'read' || basename(path) !== '.git') {
      continue;
    }
    const named = /^gitdir: ?(.+)/s.exec((await nameIn(path)) ?? '')?.[1];
    const directory = named === undefined ? path : resolve(dirname(path), named);
    const shared = await nameIn(`${directory}/commondir`);
    if (named !== undefined) {
      found.push(directory);
    }
    if (shared) {
      found.push(resolve(directory, shared));
    }
  }
  return found;
};

/** Undefined where there is no file. As git reads it: ends of lines behind it do not count. */
const nameIn = async (path: string): Promise<string | undefined> => {
  // Not to wait for anybody where it is a FIFO.
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
