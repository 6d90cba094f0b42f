import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
// @ts-expect-error: plain JavaScript, without types
import { VERSIONS } from '../../../scripts/codex/versions.mjs';
// @ts-expect-error: plain JavaScript, without types
import { documentedVersions } from '../../../scripts/conformance/documented-versions.mjs';
// @ts-expect-error: plain JavaScript, without types
import { KNOWN_DIFFERENCES } from '../../../scripts/conformance/known-differences.mjs';
import { PORTS } from '../../../src/main/tokens.js';
import {
  EXTENSION_METHODS,
  METHODS,
  NOTIFICATIONS,
  SERVER_REQUESTS,
} from '../../../src/protocol/methods.js';

const read = (path: string): string => readFileSync(join(process.cwd(), path), 'utf8');

const filesIn = (directory: string, ending: RegExp, recursive = true): readonly string[] =>
  readdirSync(join(process.cwd(), directory), { recursive, encoding: 'utf8' })
    .filter((path) => ending.test(path) && !path.includes('node_modules'))
    .map((path) => join(directory, path));

const DOCUMENTS = [...filesIn('.', /\.md$/, false), ...filesIn('docs', /\.md$/)];

const withoutCode = (text: string): string => text.replace(/^```.*?^```/gms, '');

/** The anchors that a forge gives to the headings of a document. */
const anchorsOf = (path: string): readonly string[] =>
  [...withoutCode(read(path)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

interface Manifest {
  readonly engines: { readonly node: string };
  readonly scripts: Record<string, string>;
}
const manifest = JSON.parse(read('package.json')) as Manifest;

describe('Documents', () => {
  test('have every method, where they are of the wire, and the types of its messages', () => {
    const tables = [METHODS, EXTENSION_METHODS, SERVER_REQUESTS, NOTIFICATIONS];
    const names = tables.flatMap((table) => Object.values(table));
    const [protocol, requests] = [read('docs/protocol.md'), read('src/protocol/requests.ts')];
    expect(names.filter((name) => !protocol.includes(name))).toEqual([]);
    const asked = [METHODS, EXTENSION_METHODS].flatMap((table) => Object.values(table));
    expect(asked.filter((name) => !new RegExp(`'?${name}'?: Exchange<`).test(requests))).toEqual(
      [],
    );
  });

  test('link to headings that exist', () => {
    const links = DOCUMENTS.flatMap((document) =>
      [...withoutCode(read(document)).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)].map(
        ([, path = '', anchor = '']) => ({
          document,
          target: path === '' ? document : normalize(join(dirname(document), path)),
          anchor,
        }),
      ),
    );
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter(({ target, anchor }) => !anchorsOf(target).includes(anchor))).toEqual([]);
  });

  test('name tests of a fleet by titles that there are', () => {
    const named = [...read('docs/fleet.md').matchAll(/\[([^\]]+)\]\(\.\.\/(test\/[^)]+)\)/g)];
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter(([, title = '', path = '']) => !read(path).includes(title))).toEqual([]);
  });

  test('have every option of an embedded server, and every port', () => {
    const embedding = read('docs/embedding.md');
    const source = read('src/main/exec-server-options.ts');
    const options = [...source.matchAll(/^ {2}readonly (\w+)/gm)].map(([, option = '']) => option);
    const names = [...options, ...Object.keys(PORTS)];
    expect(names.length).toBeGreaterThan(35);
    expect(names.filter((name) => !new RegExp(`[\`{ ]${name}\\b`).test(embedding))).toEqual([]);
  });

  test('are in the index of their directory', () => {
    const missing = ['docs', 'docs/decisions'].flatMap((directory) => {
      const index = read(join(directory, 'README.md'));
      return filesIn(directory, /\.md$/, false).filter(
        (path) => !path.endsWith('README.md') && !index.includes(`](${basename(path)})`),
      );
    });
    expect(missing).toEqual([]);
  });

  test('number every decision once, in its file name and its title', () => {
    const decisions = filesIn('docs/decisions', /\/\d{4}-.*\.md$/, false);
    const numbers = decisions.map((path) => basename(path).slice(0, 4));
    expect(numbers).toEqual([...new Set(numbers)]);
    expect(decisions.map((path) => read(path).slice(2, 6))).toEqual(numbers);
  });

  test('have a row for every known difference of the conformance comparison', () => {
    const rows = read('docs/compatibility.md').split('\n');
    const topics = rows.map((row) => row.split(/(?<!\\)\|/)[1]?.trim());
    const known: readonly { readonly topic: string }[] = KNOWN_DIFFERENCES;
    expect(known.length).toBeGreaterThan(30);
    expect(known.filter(({ topic }) => !topics.includes(topic))).toEqual([]);
  });

  test('name only versions of upstream that it is compared with', () => {
    const documented: ReadonlyMap<string, readonly string[]> = documentedVersions();
    expect(documented.size).toBeGreaterThan(3);
    for (const versions of documented.values()) {
      expect(VERSIONS).toEqual(expect.arrayContaining([...versions]));
    }
  });

  test('name npm scripts that exist, as the first lines of programs do', () => {
    const programs = ['scripts', 'stress', 'bench'].flatMap((path) => filesIn(path, /\.mjs$/));
    const named = [...DOCUMENTS, ...programs]
      .filter((path) => path !== 'CHANGELOG.md')
      .flatMap((path) =>
        [...read(path).matchAll(/npm run (?:--silent )?([a-z][a-z0-9:-]*[a-z0-9])/g)].map(
          ([, script = '']) => ({ path, script }),
        ),
      );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ script }) => !(script in manifest.scripts))).toEqual([]);
  });

  test('name files and directories that exist', () => {
    const programs = ['src', 'examples'].flatMap((path) => filesIn(path, /\.ts$/));
    const names = new Set(programs.map((path) => basename(path)));
    const cited = DOCUMENTS.filter((path) => path !== 'CHANGELOG.md').flatMap((document) =>
      [...withoutCode(read(document)).matchAll(/`([\w./-]+)`/g)].map(([, path = '']) => ({
        document,
        path,
      })),
    );
    const dead = cited.filter(({ path }) => {
      if (/^(src|test|scripts|stress|bench|examples|docs|\.ci|\.github)\//.test(path)) {
        return !existsSync(join(process.cwd(), path));
      }
      return /^[a-z0-9-]+\.ts$/.test(path) && !names.has(path);
    });
    expect(cited.length).toBeGreaterThan(50);
    expect(dead).toEqual([]);
  });
});

/** The sources on one line, with texts that are put together as one text. */
const sourceText = (): string =>
  filesIn('src', /\.ts$/)
    .map(read)
    .join('\n')
    .replace(/['`]\s*\+\s*['`]/g, '')
    .replaceAll('\\`', '`')
    .replace(/\s+/g, ' ');

test('docs/sandbox.md quotes the refusals of the code', () => {
  const source = sourceText();
  const rows = read('docs/sandbox.md').match(/^\|.*\|$/gm) ?? [];
  // A text is a refusal if it has several words; ellipses, placeholders and numbers stand for what varies.
  const quoted = rows
    .flatMap((row) => [...row.replace(/``.*?``/g, '').matchAll(/`([^`]+)`/g)])
    .map(([, text = '']) => text)
    .filter((text) => text.split(' ').length > 3 && !text.includes('{'))
    .flatMap((text) => text.split(/…|[A-Z]{3,}|[0-9]+/))
    .map((text) => text.trim())
    .filter((text) => text !== '');
  expect(quoted.length).toBeGreaterThan(15);
  expect(quoted.filter((text) => !source.includes(text))).toEqual([]);
});

test('.nvmrc is the oldest Node.js that the package supports, and the workflow of CI runs it', () => {
  const [, oldest = ''] = /^>=(\d+)/.exec(manifest.engines.node) ?? [];
  expect(read('.nvmrc').trim()).toBe(oldest);
  const [, matrix = ''] = /node: \[(.*)\]/.exec(read('.github/workflows/ci.yml')) ?? [];
  expect(matrix.split(', ')[0]).toBe(oldest);
});

test.each([
  ['README.md', 120],
  ['ARCHITECTURE.md', 150],
])('%s has at most %d lines', (document, lines) => {
  expect(read(document).trimEnd().split('\n').length).toBeLessThanOrEqual(lines);
});
