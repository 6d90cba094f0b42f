import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { TestClient } from '../../src/testing/index.js';

const PROGRAM = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));

/** A client of a daemon that another program has become, such as `setpriv`. */
export interface StartedBy {
  readonly client: TestClient;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Runs `launcher` with the built daemon as its last arguments, and connects to it. */
export const startedBy = async (
  launcher: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv = process.env,
): Promise<StartedBy> => {
  const [file, ...args] = launcher;
  const child = spawn(file, [...args, process.execPath, PROGRAM], {
    env,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const client = new TestClient(await readUrl(child));
  await client.connect();
  await client.initialize();
  const stop = async (): Promise<void> => {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  };
  return { client, pid: child.pid ?? 0, stop };
};

const readUrl = async (child: ChildProcess): Promise<string> => {
  let text = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    text += bytes.toString();
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the daemon ended with ${code}: ${text}`);
    }),
  ]);
  return String(line);
};
