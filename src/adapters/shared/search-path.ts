import { isAbsolute, join } from 'node:path';

/** The paths of a program of that name in the directories of a `PATH`, in their order. Relative ones are left out: they have no fixed place. */
export const candidatesOnPath = (path: string, name: string): readonly string[] =>
  path
    .split(':')
    .filter((directory) => isAbsolute(directory))
    .map((directory) => join(directory, name));
