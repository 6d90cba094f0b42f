// Bundles the modules that tsc wrote to build/modules into dist; with --watch again whenever they change.
import { copyFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { context } from 'esbuild';
import { checkDependencies } from './bundle/check-dependencies.mjs';
import { COMMON, STANDALONE } from './bundle/common.mjs';
import { LOWERED_SPREADS } from './bundle/lowered-spreads.mjs';
import { removeUnreachableTypes } from './bundle/reachable-types.mjs';
import { thirdPartyNotices } from './bundle/third-party-notices.mjs';

// esbuild is a program of Go that runs for seconds: garbage collection is a sixth of its CPU time.
process.env.GOGC ??= '400';
process.chdir(fileURLToPath(new URL('..', import.meta.url)));

/** What an embedder may import as well; there must be one of each in a process. */
const SHARED_WITH_EMBEDDERS = ['inversify', 'reflect-metadata'];

const PRODUCT = {
  ...COMMON,
  outbase: 'build/modules',
  outdir: 'dist',
  format: 'esm',
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

/** CommonJS packages load modules of Node with `require`. */
const WITH_REQUIRE = {
  js: "import { createRequire as createBundleRequire } from 'node:module';\nconst require = createBundleRequire(import.meta.url);",
};

/** The client is one file in every process, whoever imports it: its errors are told apart by their classes. */
const CLIENT_APART = {
  name: 'client-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\.\/client\/index\.js$/ }, ({ path }) => ({ path, external: true })),
};

/**
 * What the daemon consists of beside its main file. V8 parses a file at a time, and glibc keeps twice the size of the largest in each of its heaps; with
 * many files Node resolves so many paths that V8 compiles the function that does it, which takes more.
 */
const PARTS_OF_DAEMON = {
  libraries: ['commander', 'inversify', 'pino'],
  requests: [
    'ws',
    './build/modules/adapters/json-rpc/json-rpc-server.js',
    './build/modules/application/create-use-cases.js',
  ],
};

/** An entry point for each: esbuild puts what it shares with the daemon into a chunk. */
const PARTS = {
  name: 'parts',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^part:/ }, ({ path }) => ({ path: path.slice(5), namespace: 'part' }));
    onLoad({ filter: /./, namespace: 'part' }, ({ path }) => ({
      contents: PARTS_OF_DAEMON[path]
        .map((name, i) => `export * as _${i} from '${name}';`)
        .join(''),
      resolveDir: process.cwd(),
    }));
  },
};

const BUNDLES = [
  // The daemon shares its process with nobody. Its source text stays in its memory: a third of it would be white space.
  {
    entryPoints: {
      'main/daemon/run': 'build/modules/main/daemon/run.js',
      ...Object.fromEntries(
        Object.keys(PARTS_OF_DAEMON).map((part) => [`main/daemon/parts/${part}`, `part:${part}`]),
      ),
    },
    splitting: true,
    chunkNames: 'main/daemon/[name]-[hash]',
    minifyWhitespace: true,
    // Node prints the line of a fatal error.
    lineLimit: 160,
    plugins: [PARTS, LOWERED_SPREADS],
    banner: WITH_REQUIRE,
  },
  // Apart from the daemon, whose bundle stays as it is without it.
  {
    entryPoints: ['build/modules/main/gateway/run.js'],
    splitting: true,
    chunkNames: 'main/gateway/[name]-[hash]',
    banner: WITH_REQUIRE,
  },
  // The entry points of the library share their classes.
  {
    entryPoints: ['main', 'testing', 'protocol'].map((name) => `build/modules/${name}/index.js`),
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    external: [...COMMON.external, ...SHARED_WITH_EMBEDDERS],
    plugins: [CLIENT_APART],
    banner: WITH_REQUIRE,
  },
  // The client loads nothing of the server.
  {
    entryPoints: ['build/modules/client/index.js'],
    banner: WITH_REQUIRE,
  },
  // The command line: each command is loaded when it is given.
  {
    entryPoints: ['build/modules/cli/main.js'],
    splitting: true,
    chunkNames: 'cli/[name]-[hash]',
    banner: WITH_REQUIRE,
  },
  // Programs that run alone, some in a sandbox where they can read no other file.
  {
    entryPoints: STANDALONE.map((name) => `build/modules/main/${name}.js`),
  },
];

const contexts = await Promise.all(BUNDLES.map((bundle) => context({ ...PRODUCT, ...bundle })));
const results = await Promise.all(contexts.map((bundle) => bundle.rebuild()));
// Stays as it is: every version of Node parses it.
await copyFile('build/modules/main/cli.js', 'dist/main/cli.js');
if (process.argv.includes('--watch')) {
  await Promise.all(contexts.map((bundle) => bundle.watch()));
} else {
  await Promise.all(contexts.map((bundle) => bundle.dispose()));
  await writeFile(
    'dist/THIRD-PARTY-NOTICES.txt',
    await thirdPartyNotices(results.flatMap(({ metafile }) => Object.keys(metafile.inputs))),
  );
  const declarations = await removeUnreachableTypes(
    'dist',
    ['main', 'testing', 'protocol', 'client'].map((name) => `dist/${name}/index.d.ts`),
  );
  await checkDependencies(
    results.map(({ metafile }) => metafile),
    declarations,
  );
}
