import type { SessionConnection } from '../connection/session-connection.js';
import { startParams } from '../processes/start-params.js';
import { type Start, startProcess } from '../processes/start-process.js';
import type { SpawnCommand } from './spawn-command.js';

/** Starts the process of a command. @throws {RequestFailed} when it cannot be started */
export const startChild = async (
  connection: SessionConnection,
  processId: string,
  { options, spawnfile, spawnargs, stdio }: SpawnCommand,
): Promise<Start> => {
  const [argv0, ...args] = spawnargs;
  const runOptions = {
    cwd: options.cwd,
    env: options.env,
    extendEnv: options.env === undefined,
    stdin: stdio.stdin === 'ignore' ? 'ignore' : 'pipe',
    sandbox: options.sandbox,
    argv0: argv0 === spawnfile ? undefined : argv0,
  } as const;
  const command = [spawnfile, ...args];
  return await startProcess(
    connection,
    startParams(processId, command, runOptions, connection.environment),
  );
};
