import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { isExecutable } from '../shared/is-executable.js';
import { candidatesOnPath } from '../shared/search-path.js';

const NAME = 'rg';
const PACKAGE = '@vscode/ripgrep';

/** The directory of the ripgrep that was installed with this package; undefined where there is none for the platform. */
export const packagedRipgrep = (): string | undefined => {
  try {
    // The package of the platform belongs to that one, and is found from there only.
    const index = createRequire(import.meta.url).resolve(PACKAGE);
    const platform = `${PACKAGE}-${process.platform}-${process.arch}`;
    return dirname(createRequire(index).resolve(`${platform}/bin/${NAME}`));
  } catch {
    return undefined;
  }
};

/** Whether a program in the directories of `path` is called as ripgrep is. */
export const hasRipgrep = (path: string): boolean =>
  candidatesOnPath(path, NAME).some(isExecutable);
