// What opens the door, or keeps everybody out: variables, options, and what an embedder hands over.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

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
        if (how !== code) throw new Error(`with ${JSON.stringify(text)} it ${how}, not ${code}`);
      }
      return 'refused, six of six';
    },
  },
];
