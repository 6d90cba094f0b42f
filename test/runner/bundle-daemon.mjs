import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COMMON, STANDALONE } from '../../scripts/bundle/common.mjs';

/** Scripts have no `await` at the top level: what `run.js` does after its imports becomes a function. */
const withoutTopLevelAwait = {
  name: 'without-top-level-await',
  setup: (build) => {
    build.onLoad({ filter: /[/\\]daemon[/\\]run\.js$/ }, async ({ path }) => {
      const lines = (await readFile(path, 'utf8')).split('\n');
      const imports = lines.filter((line) => line.startsWith('import '));
      const rest = lines.filter((line) => !line.startsWith('import '));
      return { contents: [...imports, '(async () => {', ...rest, '})();'].join('\n') };
    });
  },
};

/** Runs the script beside it with what V8 compiled before, which is a third of what a start costs. */
const LOADER = `
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import { Script } from 'node:vm';

const filename = fileURLToPath(new URL('run.cjs', import.meta.url));
const isRecording = process.argv.includes('--record');
// esbuild writes ASCII.
const script = new Script(readFileSync(filename, 'latin1'), {
  filename,
  cachedData: isRecording ? undefined : readFileSync(filename + '.compiled'),
});
if (isRecording) {
  // V8 rejects what was compiled with other flags than it has when it reads that.
  v8.setFlagsFromString = () => undefined;
  process.argv.splice(process.argv.indexOf('--record'), 1);
  process.on('exit', () => writeFileSync(filename + '.compiled', script.createCachedData()));
}
script.runInThisContext()(createRequire(import.meta.url), import.meta.url, (name) => import(name));
`;

/**
 * Puts the daemon into one script that V8 has compiled already, which takes a third off each of the many starts of a test run.
 * Its directories are those of the package, so that what is found by a relative path is found.
 *
 * @returns path of `cli.js`
 */
export const bundleDaemon = async (project) => {
  const { build, stop } = await import('esbuild');
  await mkdir(join(project, 'build'), { recursive: true });
  const root = await mkdtemp(join(project, 'build', 'daemon-'));
  // Daemons of other users read it too.
  await chmod(root, 0o755);
  const product = join(project, 'dist', 'main');
  const outdir = join(root, 'dist', 'main');
  const daemon = await build({
    ...COMMON,
    entryPoints: [join(project, 'build', 'modules', 'main', 'daemon', 'run.js')],
    outdir: join(outdir, 'daemon'),
    write: false,
    // Each start reads it whole.
    minifyWhitespace: true,
    legalComments: 'none',
    format: 'cjs',
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: '(function (require, moduleUrl, importModule) {' },
    footer: { js: '})' },
    logLevel: 'error',
    plugins: [withoutTopLevelAwait],
  });
  await stop();
  const program = join(outdir, 'cli.js');
  await mkdir(join(outdir, 'daemon'), { recursive: true });
  await Promise.all([
    ...['cli', ...STANDALONE].map((name) =>
      cp(join(product, `${name}.js`), join(outdir, `${name}.js`)),
    ),
    writeFile(join(outdir, 'daemon', 'run.js'), LOADER),
    // Scripts without a flag of Node cannot import, so the loader does.
    writeFile(
      join(outdir, 'daemon', 'run.cjs'),
      daemon.outputFiles[0].text.replace(/\bimport\((?=")/g, 'importModule('),
    ),
    writePackage(project, root),
  ]);
  await record(program, project);
  return program;
};

/** What the daemon reads of it. publint, which may run meanwhile, rejects `exports` in a directory of the package. */
const writePackage = async (project, root) => {
  const { name, version, type } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
  await writeFile(join(root, 'package.json'), JSON.stringify({ name, version, type }));
};

/** Lets the daemon serve a client once, and keeps the functions that V8 compiled for it. */
const record = async (program, project) => {
  const args = ['--record', '--exit-with-parent', '--listen', 'ws://127.0.0.1:0'];
  const stdio = ['pipe', 'pipe', 'ignore'];
  const daemon = spawn(process.execPath, [program, ...args], { stdio });
  const exit = once(daemon, 'exit');
  const [url] = await Promise.race([once(daemon.stdout, 'data'), exit]);
  if (url instanceof Buffer) {
    await serveClient(String(url).trim(), project);
  }
  daemon.stdin.end();
  const [code] = await exit;
  if (code !== 0) {
    throw new Error(`the bundle of the daemon ends with ${code}`);
  }
};

/** Asks of the daemon what most tests ask: a process on pipes and its output. */
const serveClient = async (url, project) => {
  const { connect } = await import(join(project, 'dist', 'client', 'index.js'));
  const client = await connect(url);
  await client.run('echo', ['recorded']);
  await client.close();
};
