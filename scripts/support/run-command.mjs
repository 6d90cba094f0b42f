import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program; resolves with whether it passed, and with what it said unless `options.stdio` shows that at once. */
export const runCommand = async (command, args, options = {}) => {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const said = [];
  child.stdout?.on('data', (bytes) => said.push(bytes));
  child.stderr?.on('data', (bytes) => said.push(bytes));
  const [code] = await once(child, 'close');
  return { passed: code === 0, said: Buffer.concat(said) };
};
