// What a policy takes away and a daemon might leave out.
import { spawnSync } from 'node:child_process';
import { TestClient } from '../../dist/testing/test-client.js';
import { Skip } from './skip.mjs';

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
    if (error.code === code) return error.message;
    throw error;
  }
  throw new Error('it was not refused');
};

const managed = (entries, network = 'restricted') => ({
  permissions: { type: 'managed', file_system: { type: 'restricted', entries }, network },
  windowsSandboxLevel: 'disabled',
});

const READ_ALL = { path: { type: 'special', value: { kind: 'root' } }, access: 'read' };

/** @type {import('../field.mjs').FieldCase[]} */
export const CASES = [
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
        return `refused: ${await refusal(start, -32603)}`;
      }),
  },
];
