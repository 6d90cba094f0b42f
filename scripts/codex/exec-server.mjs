import { setTimeout as delay } from 'node:timers/promises';
import { startChildGroup } from './child-group.mjs';

const LOOK_EVERY_MS = 20;

/**
 * Starts an exec-server daemon on a free loopback port. `bound` resolves with its URL, the first
 * line that it prints, and rejects when it ends or prints something else first; `exited` with its exit code; `drain()` sends
 * SIGTERM to the daemon alone, which has `--drain-timeout`, and resolves when it drains.
 *
 * @param {object} options
 * @param {readonly string[]} options.command the daemon, up to its own options
 * @param {string} options.home home directory of the daemon and of what it starts
 * @param {Record<string, string>} options.env added to the environment of this process
 * @param {readonly string[]} [options.args] besides `--listen`
 */
export function startExecServer({ command, home, env, args = [] }) {
  const child = startChildGroup([...command, ...args, '--listen', 'ws://127.0.0.1:0'], {
    cwd: home,
    env: { ...process.env, HOME: home, CODEX_HOME: home, ...env },
  });
  const bound = boundUrl(child);
  return {
    bound,
    stderr: child.stderr,
    exited: child.exited,
    drain: async () => {
      process.kill(child.pid, 'SIGTERM');
      await untilDraining(await bound);
    },
    end: child.end,
  };
}

/** Resolves once `/readyz` says that it drains; rejects when nothing answers there. */
async function untilDraining(url) {
  const readiness = new URL('/readyz', url.replace(/^ws:/, 'http:'));
  for (;;) {
    const answer = await fetch(readiness);
    if (/^draining/.test(await answer.text())) {
      return;
    }
    await delay(LOOK_EVERY_MS);
  }
}

async function boundUrl(child) {
  const firstLine = new Promise((resolve) => {
    child.onStdout(() => {
      const [line, rest] = child.stdout().split('\n', 2);
      if (rest !== undefined) {
        resolve(line);
      }
    });
  });
  const ended = child.exited.then((how) => {
    throw new Error(`the daemon ended with ${how} before it was bound`);
  });
  const line = await Promise.race([firstLine, ended]);
  if (!/^ws:\/\/127\.0\.0\.1:\d+$/.test(line)) {
    throw new Error(`the daemon's first line is not its URL: ${line}`);
  }
  return line;
}
