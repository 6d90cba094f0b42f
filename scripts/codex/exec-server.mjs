import { startChildGroup } from './child-group.mjs';

/**
 * Starts an exec-server daemon on a free loopback port. `bound` resolves with its URL, the first
 * line that it prints, and rejects when it ends or prints something else first.
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
  return { bound: boundUrl(child), stderr: child.stderr, end: child.end };
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
