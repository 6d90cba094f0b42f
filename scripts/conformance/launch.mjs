import { startChildGroup } from '../codex/child-group.mjs';

/**
 * Makes what starts a program with other options than the shared daemon has. It resolves once the
 * program is bound (with its `url`, and `end()` to stop it) or has ended (with its `exitCode`,
 * `stdout` and `stderr`).
 *
 * @param {readonly string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @param {string} cwd
 */
export function launcher(command, env, cwd) {
  return async (args, more = {}) => {
    const child = startChildGroup([...command, ...args], { cwd, env: { ...env, ...more } });
    const bound = new Promise((resolve) => {
      child.onStdout(() => {
        const [line, rest] = child.stdout().split('\n', 2);
        if (rest !== undefined) {
          resolve({ url: line });
        }
      });
    });
    const ended = child.exited.then((exitCode) => ({ exitCode }));
    const { url, exitCode } = await Promise.race([bound, ended]);
    const told = { stdout: child.stdout(), stderr: child.stderr() };
    if (url === undefined) {
      await child.end();
    }
    return { url, exitCode, ...told, pid: child.pid, exited: child.exited, end: child.end };
  };
}
