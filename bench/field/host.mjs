import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TestClient } from '../../dist/testing/test-client.js';
import { startChildGroup } from '../../scripts/codex/child-group.mjs';
import { Skip } from './skip.mjs';

const DAEMON = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));
/** A user that no database of accounts knows. */
const NOBODY = 54_321;

/** @type {import('../field.mjs').FieldCase[]} */
export const CASES = [
  {
    id: '8',
    name: 'no account, no HOME, no working directory, a TMPDIR that does not exist',
    beside: false,
    provoke: async () => {
      if (process.getuid() !== 0) throw new Skip('only root can become a user without an account');
      const seen = [];
      for (const before of [
        `exec setpriv --reuid=${NOBODY} --clear-groups env -u HOME`,
        `exec setpriv --reuid=${NOBODY} --clear-groups env HOME=home`,
        'exec env TMPDIR=/nowhere',
        'exec env TMPDIR=/dev/null',
        'cd "$(mktemp -d)"; rmdir "$PWD"; exec',
      ]) {
        seen.push(await visit(before));
      }
      return seen.join(', ');
    },
  },
];

/** Resolves with the home and the working directory that the daemon told, when a process ran. */
async function visit(before) {
  const copy = mkdtempSync(join(tmpdir(), 'field-'));
  chmodSync(copy, 0o777);
  const script = `cd '${copy}'; ${before} '${process.execPath}' '${DAEMON}' --log-level warn`;
  const child = startChildGroup(['/bin/bash', '-c', script]);
  try {
    const client = await dial(child);
    const { environmentInfo } = await client.initialize();
    const id = await client.startProcess({ argv: ['sh', '-c', 'echo x > /dev/stderr'] });
    const { stderr, exitCode } = await client.outcome(id);
    if (exitCode !== 0 || stderr !== 'x\n') throw new Error(`a process said ${stderr}`);
    await client.disconnect();
    const home = environmentInfo.userHomeDir ?? 'no home';
    return `${home} in ${environmentInfo.cwd === null ? 'no directory' : 'a directory'}`;
  } finally {
    await child.end();
    rmSync(copy, { recursive: true });
  }
}

async function dial(child) {
  const url = await new Promise((resolve, reject) => {
    child.onStdout(() => {
      const [line, rest] = child.stdout().split('\n');
      if (rest !== undefined) resolve(line);
    });
    child.exited.then((how) => {
      if (/permission denied/i.test(child.stderr()))
        reject(new Skip('others cannot read the daemon'));
      else reject(new Error(`ended with ${how}: ${child.stderr()}`));
    }, reject);
  });
  return await new TestClient(url).connect();
}
