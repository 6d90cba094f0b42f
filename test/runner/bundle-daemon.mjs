import { chmod, cp, mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

/** Loaded by path, or only where they are wanted. */
const EXTERNAL = [
  'koffi',
  '@lydell/node-pty',
  'bufferutil',
  'utf-8-validate',
  'pino-pretty',
  'undici',
  'jose',
  'yaml',
  'smol-toml',
];

/** What packages that are CommonJS ask for. */
const REQUIRE = [
  "import { createRequire as createRequireOfBundle } from 'node:module';",
  'const require = createRequireOfBundle(import.meta.url);',
].join('\n');

/**
 * Puts the built daemon into few files, since loading its twelve hundred modules is most of what a start costs. Its directories are those of
 * the package, so that what is found by a relative path is found.
 *
 * @returns path of `cli.js`
 */
export const bundleDaemon = async (project) => {
  const { build, stop } = await import('esbuild');
  await mkdir(join(project, 'build'), { recursive: true });
  const root = await mkdtemp(join(project, 'build', 'daemon-'));
  // Daemons of other users read it too.
  await chmod(root, 0o755);
  const outdir = join(root, 'dist');
  const bundle = (names, splitting) =>
    build({
      entryPoints: names.map((name) => join(project, 'dist', `${name}.js`)),
      outbase: join(project, 'dist'),
      outdir,
      chunkNames: 'main/modules/[name]-[hash]',
      bundle: true,
      splitting,
      format: 'esm',
      platform: 'node',
      // Of class-validator the ES modules, of which the validators that nothing uses are left out.
      mainFields: ['module', 'main'],
      target: 'node20',
      external: EXTERNAL,
      banner: { js: REQUIRE },
      logLevel: 'error',
    });
  await Promise.all([
    bundle(['main/daemon/run'], true),
    // Alone in a sandbox, where they can read no other file.
    bundle(['main/file-worker'], false),
    bundle(['main/link-guard'], false),
    mkdir(join(outdir, 'main'), { recursive: true }),
  ]);
  await stop();
  await cp(join(project, 'dist', 'main', 'cli.js'), join(outdir, 'main', 'cli.js'));
  for (const directory of [root, outdir]) {
    await cp(join(project, 'package.json'), join(directory, 'package.json'));
  }
  return join(outdir, 'main', 'cli.js');
};
