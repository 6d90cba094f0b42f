import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const findRoot = (directory: string): string =>
  existsSync(join(directory, 'package.json')) ? directory : findRoot(dirname(directory));

/** The directory with package.json. A bundle has its modules at other depths than the sources are. */
const ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));

/** The path of a file of this package. */
export const packagePath = (...names: readonly string[]): string => join(ROOT, ...names);

/** The version in this package's package.json. */
export const packageVersion = (): string => {
  const manifest = readFileSync(packagePath('package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
};
