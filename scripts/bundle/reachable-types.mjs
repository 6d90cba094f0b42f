import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const RELATIVE_IMPORT = /(?:from |import\(|import )['"](\.[^'"]+)\.js['"]/g;

/** Removes from `directory` the declarations that no entry point leads to; resolves with those that stay. */
export const removeUnreachableTypes = async (directory, entries) => {
  const reachable = new Set(entries);
  for (const path of reachable) {
    for (const [, target] of (await readFile(path, 'utf8')).matchAll(RELATIVE_IMPORT)) {
      reachable.add(`${join(dirname(path), target)}.d.ts`);
    }
  }
  const files = (await readdir(directory, { recursive: true })).map((file) =>
    join(directory, file),
  );
  const unreachable = files.filter((file) => file.endsWith('.d.ts') && !reachable.has(file));
  await Promise.all(unreachable.map((file) => rm(file)));
  return [...reachable];
};
