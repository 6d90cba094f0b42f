import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes the private directories of one run: a home each for the Codex CLI and the daemon, and an empty
 * workspace. `remove()` deletes all three. Not under `/tmp`, where the CLI refuses to put its
 * helper programs.
 *
 * @param {string} parent an existing directory
 */
export async function makeRunDirectory(parent) {
  const root = await mkdtemp(join(parent, 'run-'));
  const [clientHome, serverHome, workspace] = ['client', 'server', 'workspace'].map((name) =>
    join(root, name),
  );
  for (const directory of [clientHome, serverHome, workspace]) {
    await mkdir(directory);
  }
  const remove = () => rm(root, { recursive: true, force: true, maxRetries: 5 });
  return { clientHome, serverHome, workspace, remove };
}
