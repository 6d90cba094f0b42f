import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connect } from '../../dist/client/index.js';
import { execServer } from '../../dist/testing/index.js';
import { startChildGroup } from '../../scripts/codex/child-group.mjs';
import { Skip } from './skip.mjs';

const DAEMON = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));
const EXAMPLE = fileURLToPath(new URL('../../examples/run-command.mjs', import.meta.url));
/** Tells the pids of a daemon and of a process of it, and is killed. */
const PARENT = `
  import { execServer } from '${new URL('../../dist/testing/index.js', import.meta.url)}';
  const server = await execServer({ mode: 'daemon' });
  const client = await server.client();
  const lines = client.run('sh', ['-c', 'echo $$; exec sleep 1000']).lines();
  const pids = [server.daemon.pid, (await lines.next()).value].join(' ');
  process.stdout.write(pids, () => process.kill(process.pid, 'SIGKILL'));`;
/** A user that no database of accounts knows. */
const NOBODY = 54_321;

/** @type {import('../field.mjs').FieldCase[]} */
export const CASES = [
  {
    id: '8',
    name: 'no account, no HOME, no working directory, a TMPDIR that does not exist',
    beside: false,
    provoke: async () => {
      if (process.getuid() !== 0) {
        throw new Skip('only root can become a user without an account');
      }
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
  {
    id: '13',
    name: 'SIGTERM to the daemon in the middle of examples/run-command.mjs',
    beside: false,
    provoke: async () => {
      const server = await execServer({ mode: 'daemon' });
      const command = ['sh', '-c', 'echo begun; sleep 1000'];
      const example = startChildGroup([process.execPath, EXAMPLE, server.url, ...command]);
      example.onStdout(() => server.daemon.kill('SIGTERM'));
      const code = await example.exited;
      await server.shutdown();
      if (code !== 1) {
        throw new Error(`the example ended with ${code}`);
      }
      return example.stderr().trim();
    },
  },
  {
    id: '14',
    name: 'SIGKILL to a program with a harness in daemon mode',
    beside: false,
    provoke: async () => {
      const parent = startChildGroup([process.execPath, '--input-type=module', '-e', PARENT]);
      await parent.exited;
      const pids = parent.stdout().trim().split(' ').map(Number);
      const began = performance.now();
      while (pids.some(isAlive)) {
        if (performance.now() - began > 10_000) {
          throw new Error(`still there: ${pids}`);
        }
        await delay(20);
      }
      return `daemon and process gone after ${Math.round(performance.now() - began)} ms`;
    },
  },
];

/** A zombie that no one reaps here is gone. */
function isAlive(pid) {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Resolves with the home and the working directory that the daemon told, when a process ran. */
async function visit(before) {
  const copy = mkdtempSync(join(tmpdir(), 'field-'));
  chmodSync(copy, 0o777);
  const script = `cd '${copy}'; ${before} '${process.execPath}' '${DAEMON}' --log-level warn`;
  const child = startChildGroup(['/bin/bash', '-c', script]);
  try {
    const client = await dial(child);
    const { stderr } = await client.run('sh', ['-c', 'echo x > /dev/stderr']);
    if (stderr !== 'x') {
      throw new Error(`a process said ${stderr}`);
    }
    const { userHomeDir = 'no home', cwd } = client.environment;
    await client.close();
    return `${userHomeDir} in ${cwd === null ? 'no directory' : 'a directory'}`;
  } finally {
    await child.end();
    rmSync(copy, { recursive: true });
  }
}

async function dial(child) {
  const url = await new Promise((resolve, reject) => {
    child.onStdout(() => {
      const [line, rest] = child.stdout().split('\n');
      if (rest !== undefined) {
        resolve(line);
      }
    });
    child.exited.then((how) => {
      if (/permission denied/i.test(child.stderr())) {
        reject(new Skip('others cannot read the daemon'));
      } else {
        reject(new Error(`ended with ${how}: ${child.stderr()}`));
      }
    }, reject);
  });
  return await connect(url);
}
