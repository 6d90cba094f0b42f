import { accessSync, constants, statSync } from 'node:fs';
import type { ProcessSpec } from '../../../application/ports/process-runner.js';
import { errorCode } from '../../shared/errno.js';

/** The C library's default without PATH. */
const DEFAULT_PATH = '/bin:/usr/bin';

/** The file that would run, or why none would. */
export type FoundProgram =
  | { readonly path: string }
  | { readonly code: string; readonly path: string | undefined };

/** Looks the program up as `execvp` does: on the child's PATH, from the child's directory. */
export const findProgram = (spec: Pick<ProcessSpec, 'argv' | 'cwd' | 'env'>): FoundProgram => {
  const name = spec.argv[0] ?? '';
  if (name.includes('/')) {
    return look(name, spec.cwd);
  }
  let denied: FoundProgram | undefined;
  for (const directory of (spec.env.PATH ?? DEFAULT_PATH).split(':')) {
    const found = look(directory === '' ? name : `${directory}/${name}`, spec.cwd);
    if (!('code' in found)) {
      return found;
    }
    if (found.code === 'EACCES') {
      denied ??= found;
    }
  }
  return denied ?? { code: 'ENOENT', path: undefined };
};

const look = (name: string, cwd: string): FoundProgram => {
  const path = name.startsWith('/') ? name : `${cwd}/${name}`;
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
