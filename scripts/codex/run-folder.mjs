import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes the private folders of one run: a home each for the Codex CLI and the daemon, and an empty
 * workspace. `remove()` deletes all three. Not under `/tmp`, where the CLI refuses to put its
 * helper programs.
 *
 * @param {string} parent an existing folder
 */
export async function makeRunFolder(parent) {
  const root = await mkdtemp(join(parent, 'run-'));
  const [clientHome, serverHome, workspace] = ['client', 'server', 'workspace'].map((name) =>
    join(root, name),
  );
  for (const folder of [clientHome, serverHome, workspace]) {
    await mkdir(folder);
  }
  const remove = () => rm(root, { recursive: true, force: true, maxRetries: 5 });
  return { clientHome, serverHome, workspace, remove };
}
