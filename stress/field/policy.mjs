// What a policy takes away and a daemon might leave out.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { outcome } from '../../build/test/support/processes/raw-process.js';
import { TestClient } from '../../dist/testing/index.js';
import { Skip } from './skip.mjs';

/** Not below `/tmp`. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
const SECRETS = [
  'a.env',
  '.env',
  'sub/b.env',
  'sub/deep/c.env',
  'directory.env/d',
  'bad\u00ff.env',
];

const requireBubblewrap = () => {
  if (spawnSync('bwrap', ['--unshare-user', '--ro-bind', '/', '/', 'true']).status !== 0) {
    throw new Skip('bubblewrap cannot make a sandbox here');
  }
};

/** A client of the daemon for as long as `does` takes. */
const withClient = async ({ url }, does) => {
  requireBubblewrap();
  const client = await new TestClient(url).connect();
  try {
    await client.initialize();
    return await does(client);
  } finally {
    await client.disconnect('close');
  }
};

/** The answer must be an error with this code; resolves with its text. */
const refusal = async (answer, code) => {
  try {
    await answer;
  } catch (error) {
    if (error.code === code) {
      return error.message;
    }
    throw error;
  }
  throw new Error('it was not refused');
};

const managed = (entries, network = 'restricted') => ({
  permissions: { type: 'managed', file_system: { type: 'restricted', entries }, network },
  windowsSandboxLevel: 'disabled',
});

const READ_ALL = { path: { type: 'special', value: { kind: 'root' } }, access: 'read' };

/** A workspace with secrets, and a sandbox that denies them by the rules that are given. */
const withSecrets = async (daemon, does) =>
  withClient(daemon, async (client) => {
    mkdirSync(CACHE, { recursive: true });
    const workspace = mkdtempSync(join(CACHE, 'field-'));
    try {
      for (const secret of SECRETS) {
        mkdirSync(dirname(join(workspace, secret)), { recursive: true });
        writeFileSync(Buffer.from(join(workspace, secret), 'latin1'), 'SECRET');
      }
      return await does(client, workspace);
    } finally {
      rmSync(workspace, { recursive: true, force: true });
    }
  });

const inWorkspace = (workspace, entries) => ({
  ...managed([
    READ_ALL,
    { path: { type: 'special', value: { kind: 'project_roots' } }, access: 'write' },
    ...entries,
  ]),
  cwd: pathToFileURL(workspace).href,
  workspaceRoots: [pathToFileURL(workspace).href],
});

const NOT_UNDERSTOOD = [
  [{ path: { type: 'glob_pattern', pattern: 'codex-new-roots://*.env' }, access: 'deny' }, -32_603],
  [{ path: { type: 'special', value: { kind: 'home' } }, access: 'deny' }, -32_602],
  [{ path: { type: 'special', value: { kind: 'unknown', path: ':x' } }, access: 'deny' }, -32_603],
  [{ path: { type: 'path', path: 'file:///x' }, access: 'hide' }, -32_602],
  [{ path: { type: 'path', path: 'file:///x' }, access: 'deny', below: true }, -32_602],
];

/** @type {import('../field.mjs').FieldCase[]} */
export const CASES = [
  {
    id: 'S3',
    name: 'a pattern below each workspace that denies, by process and file method',
    provoke: (daemon, round) =>
      withSecrets(daemon, async (client, workspace) => {
        const pattern = { type: 'glob_pattern', pattern: 'codex-project-roots://**/*.env' };
        const sandbox = inWorkspace(workspace, [{ path: pattern, access: 'deny' }]);
        const processId = `secrets-${round}`;
        await client.request('process/start', {
          processId,
          argv: ['/bin/sh', '-c', 'find . -type f -exec cat {} +; grep -r SECRET .; true'],
          cwd: sandbox.cwd,
          env: { PATH: '/usr/bin:/bin' },
          tty: false,
          sandbox,
        });
        const { stdout } = await outcome(client, processId);
        if (stdout.includes('SECRET')) {
          throw new Error(`a process has read it: ${stdout}`);
        }
        const path = pathToFileURL(join(workspace, SECRETS[round % 5])).href;
        const text = await refusal(client.request('fs/readFile', { path, sandbox }), -32_600);
        return `nothing was read; ${text}`;
      }),
  },
  {
    id: 'S3',
    name: 'a rule of a policy that is not understood',
    provoke: (daemon, round) =>
      withSecrets(daemon, async (client, workspace) => {
        const [entry, code] = NOT_UNDERSTOOD[round % NOT_UNDERSTOOD.length];
        const sandbox = inWorkspace(workspace, [entry]);
        const path = pathToFileURL(join(workspace, 'a.env')).href;
        return await refusal(client.request('fs/readFile', { path, sandbox }), code);
      }),
  },
  {
    id: 'S4',
    name: 'a network that a proxy must manage, without a proxy',
    provoke: (daemon, round) =>
      withClient(daemon, async (client) => {
        const sandboxes = [managed([READ_ALL], 'enabled'), managed([READ_ALL])];
        const start = client.request('process/start', {
          processId: `unmanaged-${round}`,
          argv: ['true'],
          cwd: 'file:///',
          env: {},
          tty: false,
          sandbox: sandboxes[round % sandboxes.length],
          enforceManagedNetwork: true,
        });
        return `refused: ${await refusal(start, -32_603)}`;
      }),
  },
];
