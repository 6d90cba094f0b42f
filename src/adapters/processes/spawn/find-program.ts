import { accessSync, constants, statSync } from 'node:fs';
import type { ProcessSpec } from '../../../application/ports/process-runner.js';
import { errorCode } from '../../shared/errno.js';
import type { PathLookups } from '../../shared/path-lookups.js';

/** The C library's default without PATH. */
const DEFAULT_PATH = '/bin:/usr/bin';

/** The file that would run, or why none would. */
export type FoundProgram =
  | { readonly path: string }
  | { readonly code: string; readonly path: string | undefined };

/** Looks the program up as `execvp` does: on the child's PATH, from the child's directory. */
export const findProgram = (spec: Sought): FoundProgram => {
  let denied: FoundProgram | undefined;
  for (const path of candidatesOf(spec)) {
    const found = look(path);
    if (!('code' in found) || isNamedByPath(spec)) {
      return found;
    }
    if (found.code === 'EACCES') {
      denied ??= found;
    }
  }
  return denied ?? { code: 'ENOENT', path: undefined };
};

/**
 * Resolves when the file systems of the directory and of the program have answered: a spawn holds the main thread until the child has
 * entered the one and opened the other.
 */
export const awaitFiles = async (spec: Sought, lookups: PathLookups): Promise<void> => {
  await lookups.status(spec.cwd);
  for (const path of candidatesOf(spec)) {
    if ((await lookups.status(path))?.isFile()) {
      return;
    }
  }
};

type Sought = Pick<ProcessSpec, 'argv' | 'cwd' | 'env'>;

const isNamedByPath = ({ argv }: Sought): boolean => argv[0]?.includes('/') === true;

/** The files that are tried, in order. */
const candidatesOf = (spec: Sought): readonly string[] => {
  const name = spec.argv[0] ?? '';
  const names = isNamedByPath(spec)
    ? [name]
    : (spec.env.PATH ?? DEFAULT_PATH)
        .split(':')
        .map((directory) => (directory === '' ? name : `${directory}/${name}`));
  return names.map((path) => (path.startsWith('/') ? path : `${spec.cwd}/${path}`));
};

const look = (path: string): FoundProgram => {
  try {
    if (!statSync(path).isFile()) {
      return { code: 'EACCES', path };
    }
    accessSync(path, constants.X_OK);
    return { path };
  } catch (error) {
    return { code: errorCode(error) ?? 'ENOENT', path };
  }
};
