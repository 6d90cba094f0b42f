import { fileURLToPath } from 'node:url';
import { tagOf } from '../../build/modules/domain/routing/node-tag.js';
import { startChildGroup } from '../../scripts/codex/child-group.mjs';

const PROGRAM = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));

/** A child process of the fleet that has printed its URL. */
const start = async (args) => {
  const child = startChildGroup([process.execPath, PROGRAM, ...args, '--log-level', 'warn']);
  const url = await new Promise((resolve, reject) => {
    child.onStdout(() => {
      const [line, rest] = child.stdout().split('\n');
      if (rest !== undefined) {
        resolve(line);
      }
    });
    child.exited.then((how) => reject(new Error(`ended with ${how}: ${child.stderr()}`)));
  });
  const kill = async () => {
    process.kill(child.pid, 'SIGKILL');
    await child.exited;
  };
  return { ...child, url, port: Number(new URL(url).port), kill };
};

/** A node that announces itself; `drain` resolves when it has ended by itself. */
export const startNode = async (name, redisUrl) => {
  const node = await start([
    ...['--node-id', name, '--announce', redisUrl, '--trusted-proxy', '127.0.0.1'],
    // A client may be away for the time to live; a drain waits for it.
    ...['--drain-timeout', '10m', '--session-ttl', '15s', '--listen', 'ws://127.0.0.1:0'],
  ]);
  const drain = async () => {
    process.kill(node.pid, 'SIGTERM');
    return await node.exited;
  };
  return { ...node, name, tag: tagOf(name), drain };
};

/** A gateway at a port, or at any. */
export const startGateway = (redisUrl, port = 0) =>
  start(['gateway', '--nodes', redisUrl, '--listen', `ws://127.0.0.1:${port}`]);
