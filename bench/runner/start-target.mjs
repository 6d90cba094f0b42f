import { homedir } from 'node:os';
import { join } from 'node:path';
import { startChildGroup } from '../../scripts/codex/child-group.mjs';
import { makeScratchDirectory, removeScratchDirectory } from '../client/scratch-directory.mjs';

/** Upstream does not work with a home below the temporary directory. */
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'exec-server');

/**
 * Starts one of the compared programs on a free port, with a home of its own. Resolves once it has printed its URL.
 *
 * @param {{ name: string, command: readonly string[] }} target
 */
export const startTarget = async ({ name, command }) => {
  const home = makeScratchDirectory(CACHE);
  const startedAt = performance.now();
  const child = startChildGroup([...command, '--listen', 'ws://127.0.0.1:0'], {
    // Node parses all certificates of that file at each start.
    env: { ...process.env, CODEX_HOME: home, NODE_EXTRA_CA_CERTS: undefined },
  });
  const url = await new Promise((resolve, reject) => {
    child.onStdout(() => {
      const [line, rest] = child.stdout().split('\n');
      if (rest !== undefined) {
        resolve(line);
      }
    });
    child.exited.then(
      (how) => reject(new Error(`${name} ended with ${how}: ${child.stderr()}`)),
      reject,
    );
  });
  const stop = async () => {
    await child.end();
    removeScratchDirectory(home);
  };
  return { name, url, pid: child.pid, startedAt, urlAt: performance.now(), stop };
};
