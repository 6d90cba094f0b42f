// What opens the door, or keeps everybody out: variables, options, and what an embedder hands over.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { startExecServer } from '../../dist/main/index.js';
import { TestClient } from '../../dist/testing/index.js';

const DAEMON = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));

/** Starts the daemon; resolves with how it ended, or that it listens: it is ended then. */
const tryToStart = async (args, env = {}) => {
  const child = spawn(process.execPath, [DAEMON, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const closed = once(child, 'close').then(([code]) => code);
  const listens = once(child.stdout, 'data').then(() => 'listens');
  const how = await Promise.race([closed, listens]);
  child.kill();
  await closed;
  return { how, stderr };
};

/** Asks to open a WebSocket; resolves with the status of the answer. */
const sendUpgrade = async (url) => {
  const websocket = new WebSocket(url);
  const opened = once(websocket, 'open').then(() => 101);
  const refused = once(websocket, 'unexpected-response').then(([, { statusCode }]) => statusCode);
  websocket.on('error', () => undefined);
  const status = await Promise.race([opened, refused]);
  websocket.terminate();
  return status;
};

/** Values that would be of no use, and what must be named. */
const USELESS = [
  ['--ping-interval', '1000h', '24h'],
  ['--ping-interval', '20s', '--peer-timeout (12s)'],
  ['--max-frame-bytes', '10', '64KiB'],
  ['--max-message-bytes', '4GiB', '256MiB'],
  ['--max-uninitialized-bytes', '10', '64KiB'],
  ['--max-retained-bytes', '10', '1MiB'],
  ['--max-header-bytes', '10', '4KiB'],
];

/** Verdicts that are none, and one that never comes. */
const VERDICTS = {
  never: () => new Promise(() => undefined),
  true: () => true,
  nothing: () => undefined,
  text: () => ({ granted: 'false' }),
  throws: () => {
    throw new Error('no database');
  },
};

/** What a variable says about the door, and how a daemon beyond loopback must end. */
const ANSWERS = { false: 1, 0: 1, no: 1, off: 1, '': 2, maybe: 2 };

/** @type {import('../field.mjs').FieldCase[]} */
export const CASES = [
  {
    id: 'S1',
    name: 'EXEC_SERVER_ALLOW_UNAUTHENTICATED=false, 0, no, off, empty, maybe beyond loopback',
    beside: false,
    provoke: async () => {
      for (const [text, code] of Object.entries(ANSWERS)) {
        const env = { EXEC_SERVER_ALLOW_UNAUTHENTICATED: text };
        const { how } = await tryToStart(['--listen', 'ws://0.0.0.0:0'], env);
        if (how !== code) {
          throw new Error(`with ${JSON.stringify(text)} it ${how}, not ${code}`);
        }
      }
      return 'refused, six of six';
    },
  },
  {
    id: 'S2',
    name: 'an authenticator that never settles, returns true, nothing or text, or throws',
    beside: false,
    provoke: async () => {
      const statuses = [];
      for (const [name, authenticate] of Object.entries(VERDICTS)) {
        const server = await startExecServer({
          authentication: { authenticate },
          limits: { authenticationTimeoutMs: 100 },
        });
        const status = await sendUpgrade(server.url);
        await server.close();
        if (status === 101) {
          throw new Error(`let in by an authenticator of ${name}`);
        }
        statuses.push(`${name} ${status}`);
      }
      return statuses.join(', ');
    },
  },
  {
    id: '12',
    name: '--ping-interval at its largest, and values that would be of no use',
    args: ['--ping-interval', '23h', '--peer-timeout', '24h', '--request-timeout', '24h'],
    provoke: async ({ url }) => {
      const client = await new TestClient(url).connect();
      await client.initialize();
      await client.request('environment/status');
      await client.disconnect();
      for (const [flag, value, bound] of USELESS) {
        const { how, stderr } = await tryToStart([flag, value]);
        if (how !== 2 || !stderr.includes(bound)) {
          throw new Error(`${flag} ${value}: ${how}, ${stderr}`);
        }
      }
      return `served; ${USELESS.length} of ${USELESS.length} refused`;
    },
  },
];
