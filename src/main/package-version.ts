import { readFileSync } from 'node:fs';
import { packagePath } from './package-root.js';

/** The version in this package's package.json. */
export const packageVersion = (): string => {
  const manifest = readFileSync(packagePath('package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
};
