import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';

const programs = ['bench', 'stress', 'scripts'].flatMap((directory) =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.mjs') && !path.includes('node_modules'))
    .map((path) => join(directory, path)),
);

/** The source of a built module; any other module is its own source. */
const sourceOf = (program: string, specifier: string): string =>
  join(dirname(program), specifier)
    .replace(/^(dist|build\/modules)\//, 'src/')
    .replace(/^build\//, '')
    .replace(/\.js$/, '.ts');

/** Whether the module exports the name; one that exports all of another is not looked into. */
const hasExport = (source: string, name: string): boolean => {
  const text = readFileSync(source, 'utf8');
  const declared = new RegExp(`^export (async )?(const|function\\*?|class) ${name}\\b`, 'm');
  const listed = new RegExp(`^export \\{[^}]*\\b${name}\\b`, 'm');
  return declared.test(text) || listed.test(text);
};

/** `PROGRAM: NAME of MODULE` for each import by name, static or dynamic, of a module of this repository. */
const imports = programs.flatMap((program) =>
  [
    ...readFileSync(program, 'utf8').matchAll(
      /(?:import|const) \{([^}]*)\} (?:from |= await import\()'(\.[^']+)'/g,
    ),
  ].flatMap(([, names = '', specifier = '']) =>
    names
      .split(',')
      .map(
        (name) =>
          name
            .trim()
            .split(/ as |:/)[0]
            ?.trim() ?? '',
      )
      .filter((name) => name !== '')
      .map((name) => ({ program, name, source: sourceOf(program, specifier) })),
  ),
);

test('benchmarks, stress tests and scripts import names that their modules export', () => {
  expect(imports.length).toBeGreaterThan(100);
  expect(
    imports.filter(({ source, name }) => !existsSync(source) || !hasExport(source, name)),
  ).toEqual([]);
});
