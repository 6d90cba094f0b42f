import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { CliError } from '../cli-error.js';

/** Replaces a file that only this user may read. A reader sees the old content or the new. @throws {CliError} such as on a full disk */
export const writePrivateFile = (path: string, content: unknown): void => {
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, `${JSON.stringify(content)}\n`, { mode: 0o600 });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new CliError(`${path} cannot be written: ${(error as Error).message}`);
  }
};

/** What the file has; undefined when there is none, or it is no JSON. */
export const readPrivateFile = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};

export const removePrivateFile = (path: string): void => rmSync(path, { force: true });
