import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DAEMON_PROGRAM } from '../../src/testing/daemon-process.js';

/** How a run of the daemon that ended by itself went. */
export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built daemon until it ends. */
export const runCli = async (
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<CliRun> => {
  const child = spawn(process.execPath, [DAEMON_PROGRAM, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text.stdout += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    text.stderr += part;
  });
  const [code] = await once(child, 'close');
  return { code, ...text };
};
