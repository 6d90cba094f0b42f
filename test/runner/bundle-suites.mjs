import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from '@swc/core';
import { build, stop } from 'esbuild';
import { suiteOf } from './suites.mjs';

// esbuild is a program of Go that runs for seconds: garbage collection is a sixth of its CPU time.
process.env.GOGC ??= '400';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const OUTPUT = join(PROJECT, 'build', 'suites');
const SERVER = join(OUTPUT, 'server.cjs');
const SERVER_SOURCE = join(PROJECT, 'src', 'main', 'exec-server.ts');

/** Native code, what tests load from `node_modules` by path, and what only a mode that no test uses loads. */
const EXTERNAL = [
  '@jest/globals',
  '@lydell/node-pty',
  '@swc/core',
  'bufferutil',
  'esbuild',
  'koffi',
  'pino-pretty',
  'typescript',
  'utf-8-validate',
];

/** Large packages that many suites load: bundled once, beside the suites. */
const SHARED = [
  '@redis/client',
  'commander',
  'execa',
  'fast-check',
  'prom-client',
  'undici',
  'ws',
  'yaml',
];

const packageFile = (name) => join(OUTPUT, 'packages', `${name}.cjs`);

const sharedPackages = {
  name: 'shared-packages',
  setup: ({ onResolve }) => {
    onResolve({ filter: new RegExp(`^(${SHARED.join('|')})$`) }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: packageFile(path), external: true },
    );
  },
};

/** The files of each suite of this group, or of all groups. */
const filesBySuite = async (group) => {
  const names = await readdir(join(PROJECT, 'test'), { recursive: true });
  const files = names.filter((name) => name.endsWith('.test.ts')).map((name) => `test/${name}`);
  const suites = new Map();
  for (const file of files.sort()) {
    const suite = suiteOf(file);
    if (suite === undefined) {
      throw new Error(`${file} has no suite: add its directory to test/runner/suites.mjs`);
    }
    if (group === undefined || suite.startsWith(`${group}/`)) {
      suites.set(suite, [...(suites.get(suite) ?? []), file]);
    }
  }
  return suites;
};

/** Has a hook for the end of the whole suite. */
const SHARED_DAEMON = './test/support/shared-daemon.js';

/** A suite has a block for each of its files, within which the file is loaded: its hooks are those of the block. */
const suiteSource = (suites) => ({
  name: 'suite-source',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^suite:/ }, ({ path }) => ({ path: path.slice(6), namespace: 'suite' }));
    onLoad({ filter: /.*/, namespace: 'suite' }, ({ path }) => ({
      resolveDir: PROJECT,
      contents: [
        ...(path.startsWith('system/') ? [`require('${SHARED_DAEMON}');`] : []),
        ...suites.get(path).map((file) => `describe('${file}', () => { require('./${file}'); });`),
      ].join('\n'),
    }));
  },
});

/** Decorators need their metadata, which esbuild does not emit; modules keep the URL of their source. */
const typeScript = {
  name: 'typescript',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.m?[jt]s$/ }, async ({ path }) => {
      if (path.includes('/node_modules/')) {
        return undefined;
      }
      const url = JSON.stringify(pathToFileURL(path).href);
      const source = (await readFile(path, 'utf8')).replaceAll('import.meta.url', url);
      return /^\s*@\w+\(/m.test(source)
        ? { contents: await compileDecorators(source, path), loader: 'js' }
        : { contents: source, loader: path.endsWith('ts') ? 'ts' : 'js' };
    });
  },
};

const compileDecorators = async (source, filename) => {
  const { code } = await transform(source, {
    filename,
    sourceMaps: 'inline',
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type: 'es6' },
  });
  return code;
};

/**
 * Few tests of the daemon start a server in their process as well. Its code is a third of a second of bundling for each suite, so the
 * suites of the group `system` share one bundle of it. Suites of the server itself cannot: its classes would be there twice.
 */
const sharedServer = {
  name: 'shared-server',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/main\/exec-server\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: SERVER, external: true } : undefined,
    );
  },
};

const bundle = (entryPoints, plugins) =>
  build({
    entryPoints,
    outdir: OUTPUT,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    mainFields: ['es2015', 'module', 'main'],
    external: EXTERNAL,
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'error',
    plugins: [...plugins, typeScript],
  });

/** Writes a bundle of each suite of this group, or of all groups, to `build/suites`. */
export const bundleSuites = async (group) => {
  const suites = await filesBySuite(group);
  const entriesOf = (isWanted) =>
    Object.fromEntries(
      [...suites.keys()].filter(isWanted).map((name) => [`${name}.test`, `suite:${name}`]),
    );
  const isSystem = (name) => name.startsWith('system/');
  const system = entriesOf(isSystem);
  await rm(OUTPUT, { recursive: true, force: true });
  await Promise.all([
    bundle(
      entriesOf((name) => !isSystem(name)),
      [suiteSource(suites), sharedPackages],
    ),
    bundle(system, [suiteSource(suites), sharedServer, sharedPackages]),
    bundle(Object.keys(system).length > 0 ? { server: SERVER_SOURCE } : {}, [sharedPackages]),
    bundle(Object.fromEntries(SHARED.map((name) => [`packages/${name}`, name])), []),
  ]);
  await stop();
};
