import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const read = (...path: string[]): string => readFileSync(join(process.cwd(), ...path), 'utf8');

/** `LEVEL MESSAGE` of every call of a logger in the sources; the level is `any` where it is a variable. */
const said = (): string[] => {
  const files = readdirSync(join(process.cwd(), 'src'), { recursive: true, encoding: 'utf8' });
  const calls = files
    .filter((file) => file.endsWith('.ts') && !file.startsWith('adapters/logging/pino'))
    .flatMap((file) => [
      ...read('src', file)
        .replace(/'\s*\+\s*'/g, '')
        .matchAll(/(?:[lL]ogger\.|#log\('?)(debug|info|warn|error|level)(?:\(\s*|'?, )'([^']+)'/g),
    ]);
  return calls.map(([, level, message]) => `${level === 'level' ? 'any' : level} ${message}`);
};

/** The same of every row of the table in docs/logging.md. */
const documented = (): string[] => {
  const rows = read('docs/logging.md').matchAll(/^\| (\w+) +\| `([^`]+)`/gm);
  return [...rows].map(([, level, message]) => `${level} ${message}`);
};

test('docs/logging.md lists exactly the log lines of the sources', () => {
  expect(documented().sort()).toEqual([...new Set(said())].sort());
});

test('log messages are literals without variable parts', () => {
  const files = readdirSync(join(process.cwd(), 'src'), { recursive: true, encoding: 'utf8' });
  const varying = files
    .filter((file) => file.endsWith('.ts') && !file.startsWith('adapters/logging/'))
    .filter((file) => /[lL]ogger\.(debug|info|warn|error)\(\s*[^'"\s]/.test(read('src', file)));
  expect(varying).toEqual([]);
});
