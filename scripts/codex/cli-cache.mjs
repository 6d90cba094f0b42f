import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { startChildGroup } from './child-group.mjs';
import { unlessAborted } from './unless-aborted.mjs';
import { NEWEST_VERSION } from './versions.mjs';

/**
 * Finds the Codex CLI in its cache, `codex-VERSION` of `EXEC_SERVER_CODEX_CACHE` or of a directory of the user's
 * cache, and installs it there first when it is missing or does not run. That takes as long as 400 MB take.
 *
 * @param {object} options
 * @param {string} [options.version] the newest when absent
 * @param {AbortSignal} options.signal gives the installation up and removes what it left
 * @param {(text: string) => void} options.log told before an installation
 * @returns {Promise<{ cacheDir: string, command: string[] }>}
 */
export async function ensureCodexCli({ version = NEWEST_VERSION, signal, log }) {
  const cacheDir = join(cacheDirectory(), `codex-${version}`);
  const command = [process.execPath, join(cacheDir, 'node_modules/@openai/codex/bin/codex.js')];
  if (!(await isWorking(command, version, signal))) {
    log(`fetching @openai/codex@${version} (400 MB, once) into ${cacheDir}`);
    await install(cacheDir, version, signal);
    if (!(await isWorking(command, version, signal))) {
      throw new Error(`the codex installed in ${cacheDir} does not run as version ${version}`);
    }
  }
  return { cacheDir, command };
}

function cacheDirectory() {
  if (process.env.EXEC_SERVER_CODEX_CACHE) {
    return resolve(process.env.EXEC_SERVER_CODEX_CACHE);
  }
  const userCache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(userCache, 'exec-server');
}

/** Asking the binary itself finds out missing platform packages and other versions too. */
async function isWorking([node, script], version, signal) {
  if (!existsSync(script)) {
    return false;
  }
  const { code, stdout } = await run([node, script, '--version'], signal);
  return code === 0 && stdout.trim() === `codex-cli ${version}`;
}

/** npm works in a directory aside, renamed into place when complete: half an install is never seen. */
async function install(cacheDir, version, signal) {
  await mkdir(cacheDir, { recursive: true });
  const aside = await mkdtemp(join(cacheDir, 'installing-'));
  try {
    const flags = ['--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
    const npm = ['npm', 'install', '--prefix', aside, ...flags, `@openai/codex@${version}`];
    const { code, stderr } = await run(npm, signal);
    if (code !== 0) {
      throw new Error(`npm install ended with ${code}: ${stderr.trim()}`);
    }
    await mkdir(join(cacheDir, 'node_modules'), { recursive: true });
    const place = join(cacheDir, 'node_modules/@openai');
    await rm(place, { recursive: true, force: true });
    await rename(join(aside, 'node_modules/@openai'), place);
  } finally {
    await rm(aside, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function run(command, signal) {
  const child = startChildGroup(command);
  try {
    const code = await unlessAborted(child.exited, signal);
    return { code, stdout: child.stdout(), stderr: child.stderr() };
  } finally {
    await child.end();
  }
}
