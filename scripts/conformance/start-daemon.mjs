import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launcher } from './launch.mjs';

/** What the daemons inherit; conversations about environments look for these. */
const INHERITED = {
  LANG: 'C.UTF-8',
  TERM: 'dumb',
  CONFORMANCE_PLAIN: 'plain',
  CONFORMANCE_KEYBOARD: 'has KEY in its name',
  CONFORMANCE_SECRET: 'has SECRET in its name',
  CONFORMANCE_HEADER: 'value from the environment',
};

/**
 * Starts one of the two programs with a home of its own, and the means to start it again with other
 * options.
 *
 * @typedef {Awaited<ReturnType<typeof startDaemon>>} Daemon
 * @param {string} name one letter, so that paths are as long for both
 * @param {readonly string[]} command
 * @param {string} root an existing directory outside `/tmp`, where upstream refuses to work
 * @param {NodeJS.ProcessEnv} more what it inherits besides
 */
export async function startDaemon(name, command, root, more = {}) {
  const place = join(root, name);
  const home = join(place, 'home');
  const directories = join(place, 'directories');
  for (const directory of [home, directories]) {
    await mkdir(directory, { recursive: true });
  }
  const env = { ...INHERITED, PATH: process.env.PATH, HOME: home, CODEX_HOME: home, ...more };
  const launch = launcher(command, env, home);
  const { url, stderr, end } = await launch(['--listen', 'ws://127.0.0.1:0']);
  if (url === undefined) {
    throw new Error(`${command.join(' ')} did not start: ${stderr}`);
  }
  return { url, home, directories, launch, end };
}
