import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What programs name as their loader. */
const LOADERS = [
  '/lib64/ld-linux-x86-64.so.2',
  '/lib/ld-linux-aarch64.so.1',
  '/lib/ld-musl-x86_64.so.1',
  '/lib/ld-musl-aarch64.so.1',
];

/** What a script of this package needs to run in a Node of its own: program, libraries and modules. */
export const workerRuntimeFiles = (script: string): readonly string[] => {
  const dist = dirname(dirname(script));
  return [process.execPath, dist, join(dist, '..', 'package.json'), ...loadedLibraries()];
};

/** Of this very process, under all their names: another Node loads the same. */
const loadedLibraries = (): readonly string[] => {
  const mapped = readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .map((line) => line.slice(line.indexOf('/')))
    .filter((path) => /^\/.*\.so(\.[\d.]+)?$/.test(path));
  const paths = [...new Set(mapped)].filter((path) => !path.endsWith('.node'));
  return [...LOADERS.filter((path) => existsSync(path)), ...paths, ...paths.flatMap(otherNames)];
};

/** Programs ask for `libc.so.6`, which may be a link to a file of another name. */
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
