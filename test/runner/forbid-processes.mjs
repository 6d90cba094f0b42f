import childProcess from 'node:child_process';
import net from 'node:net';

/** Makes every start of a child process and every use of a socket throw; returns what undoes it. */
export const forbidProcessesAndSockets = () => {
  const forbidden = [
    [childProcess.ChildProcess.prototype, 'spawn'],
    [childProcess, 'spawnSync'],
    [childProcess, 'execFileSync'],
    [childProcess, 'execSync'],
    [net.Server.prototype, 'listen'],
    [net.Socket.prototype, 'connect'],
  ].map(([owner, name]) => {
    const original = owner[name];
    owner[name] = () => {
      throw new Error(
        `a test of the group 'unit' called ${name}(): no process and no socket there`,
      );
    };
    return () => {
      owner[name] = original;
    };
  });
  return () => {
    for (const undo of forbidden) {
      undo();
    }
  };
};
