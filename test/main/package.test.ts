import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Manifest {
  readonly bin: Record<string, string>;
  readonly exports: Record<string, string | Record<string, string>>;
  readonly scripts: Record<string, string>;
}

interface Link {
  readonly document: string;
  readonly target: string;
}

/** The relative links of a document. */
const linksOf = (document: string): readonly Link[] =>
  [...read(document).matchAll(/\]\((?!https?:)([^)#]*)(?:#[^)]*)?\)/g)].map(([, path = '']) => ({
    document,
    target: path === '' ? document : normalize(join(dirname(document), path)),
  }));

/** What documents may link to although only the repository has it. */
const REPOSITORY_ONLY =
  /^((src|test|scripts|bench|stress|\.github)(\/|$)|CONTRIBUTING\.md$|\.dependency-cruiser\.cjs$)/;

const sourcesIn = (directory: string): readonly string[] =>
  readdirSync(join(ROOT, directory), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|mjs)$/.test(path))
    .map((path) => join(directory, path));

/** What tells npm which files to pack. */
const READ_BY_NPM = ['package.json', '.gitignore', '.npmignore'];

/** The project with empty files: npm lists the same ones, and has nothing to compress, which takes it 2 s of CPU time. */
const copyOfNames = (): string => {
  const copy = mkdtempSync(join(tmpdir(), 'package-'));
  const add = (path: string): void => {
    for (const entry of readdirSync(join(ROOT, path), { withFileTypes: true })) {
      const child = join(path, entry.name);
      if (entry.isDirectory() && !['.git', 'node_modules'].includes(entry.name)) {
        mkdirSync(join(copy, child));
        add(child);
      } else if (entry.isFile()) {
        writeFileSync(join(copy, child), READ_BY_NPM.includes(entry.name) ? read(child) : '');
      }
    }
  };
  add('');
  return copy;
};

describe('Published package', () => {
  const manifest = JSON.parse(read('package.json')) as Manifest;
  let files: readonly string[];

  beforeAll(() => {
    // `npm test` has built what it lists.
    const cwd = copyOfNames();
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const [packed] = JSON.parse(execFileSync('npm', args, { cwd, encoding: 'utf8' }));
    rmSync(cwd, { recursive: true });
    files = packed.files.map(({ path }: { path: string }) => path);
  });

  test('contains the program and every entry point, with types', () => {
    const targets = [manifest.bin, ...Object.values(manifest.exports)].flatMap((target) =>
      typeof target === 'string' ? target : Object.values(target),
    );
    expect(files).toEqual(expect.arrayContaining(targets.map(normalize)));
  });

  test('is built before it is packed', () => {
    expect(manifest.scripts.prepack).toBe('npm run --silent build');
  });

  test('contains no source, no test and no build of a test', () => {
    const allowed =
      /^(dist\/(adapters|application|chunks|cli|client|domain|main|protocol|testing)\/|dist\/THIRD-PARTY-NOTICES\.txt$|deploy\/|docs\/|examples\/|[^/]+$)/;
    expect(files.filter((path) => !allowed.test(path))).toEqual([]);
  });

  const daemonFiles = () =>
    readdirSync(join(ROOT, 'dist/main/daemon')).filter((name) => name.endsWith('.js'));

  test('has the daemon in files of at most 400 kB, since V8 parses a file at a time', () => {
    const large = daemonFiles().filter((name) => read(`dist/main/daemon/${name}`).length > 400_000);
    expect(large).toEqual([]);
  });

  test('has a main file of the daemon with at most eight imports, since Node resolves each', () => {
    const main = daemonFiles().find((name) => name.startsWith('daemon-'));
    const imports = new Set(
      read(`dist/main/daemon/${main}`).match(/(?<=\bimport"|\bfrom")\.\/[^"]+/g),
    );
    expect(imports.size).toBeGreaterThan(0);
    expect(imports.size).toBeLessThanOrEqual(8);
  });

  test('has execa without object spreads of its options, which are slow on Node 20', () => {
    const bundles = daemonFiles()
      .filter((name) => name.startsWith('execa-'))
      .map((name) => read(`dist/main/daemon/${name}`));
    expect(bundles).toHaveLength(1);
    const [, makesOptions] =
      /addDefaultOptions=(.*?serialization\b.*?serialization\b)/s.exec(bundles[0] ?? '') ?? [];
    expect(makesOptions).toContain('localDirectory');
    expect(makesOptions).not.toContain('{...');
  });

  test('names the licence of everything that is bundled', () => {
    const notices = read('dist/THIRD-PARTY-NOTICES.txt');
    for (const name of ['class-validator', 'commander', 'execa', 'pino', 'ws']) {
      expect(notices).toMatch(new RegExp(`^${name} [\\d.]+ \\(MIT\\)$`, 'm'));
    }
  });

  test('cites only sections that docs/protocol.md has', () => {
    const protocol = read('docs/protocol.md');
    const sections = ['src', 'test', 'scripts', 'bench']
      .flatMap(sourcesIn)
      .flatMap((path) =>
        [...read(path).matchAll(/docs\/protocol\.md sections? ([0-9.]*[0-9])/g)].map(
          ([, name]) => name,
        ),
      );
    expect(sections.length).toBeGreaterThan(10);
    const missing = sections.filter(
      (name = '') =>
        !new RegExp(`^(#+ |- \\*\\*)${name.replaceAll('.', '\\.')}\\b`, 'm').test(protocol),
    );
    expect(missing).toEqual([]);
  });

  test('contains every file that its documents link to, and the repository every linked source', () => {
    const documents = files.filter((path) => path.endsWith('.md'));
    expect(documents).toContain('README.md');
    const missing = documents
      .flatMap(linksOf)
      .filter(({ target }) =>
        REPOSITORY_ONLY.test(target) ? !existsSync(join(ROOT, target)) : !files.includes(target),
      );
    expect(missing).toEqual([]);
  });
});
