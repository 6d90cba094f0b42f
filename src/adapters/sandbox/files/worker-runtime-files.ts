import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Paths of the dynamic loader, as programs name it. */
const LOADERS = [
  '/lib64/ld-linux-x86-64.so.2',
  '/lib/ld-linux-aarch64.so.1',
  '/lib/ld-musl-x86_64.so.1',
  '/lib/ld-musl-aarch64.so.1',
];

/**
 * The files that programs on a `PATH` need, where it has the server's `directories`: those, and what `script` needs,
 * which Node runs.
 */
export const toolFiles = (
  directories: () => readonly string[],
  script: string,
): ((path: string | undefined) => readonly string[]) => {
  let runtime: readonly string[] | undefined;
  return (path = '') => {
    const named = path.split(':');
    const found = directories().filter((directory) => named.includes(directory));
    if (found.length === 0) {
      return [];
    }
    runtime ??= workerRuntimeFiles(script);
    return [...found, ...runtime];
  };
};

/** The files that a worker process needs to run `script`: Node, its shared libraries and this package's modules. */
export const workerRuntimeFiles = (script: string): readonly string[] => {
  const dist = dirname(dirname(script));
  return [process.execPath, dist, join(dist, '..', 'package.json'), ...loadedLibraries()];
};

/**
 * The shared libraries of this process, under all their names: a worker runs the same Node, so it loads the same
 * ones.
 */
const loadedLibraries = (): readonly string[] => {
  const mapped = readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .map((line) => line.slice(line.indexOf('/')))
    .filter((path) => /^\/.*\.so(\.[\d.]+)?$/.test(path));
  const paths = [...new Set(mapped)].filter((path) => !path.endsWith('.node'));
  return [...LOADERS.filter((path) => existsSync(path)), ...paths, ...paths.flatMap(otherNames)];
};

/** A program loads `libc.so.6`, which may be a symbolic link to a file with another name. */
const otherNames = (path: string): readonly string[] => {
  const directory = dirname(path);
  const stem = basename(path).replace(/[-.]\d.*$|\.so.*$/, '');
  return readdirSync(directory)
    .filter((name) => name.startsWith(stem) && name !== basename(path))
    .map((name) => join(directory, name))
    .filter((name) => isNameOf(name, path));
};

const isNameOf = (name: string, path: string): boolean => {
  try {
    return realpathSync(name) === path;
  } catch {
    return false;
  }
};
