import { readdirSync, readFileSync } from 'node:fs';
import { readProcess } from '../../../src/adapters/processes/termination/process-table.js';

/** Pids of all processes that run, zombies left out. */
export const runningProcesses = (): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isRunning(pid));

/** Pids of the processes in a session. */
export const sessionMembers = (session: number): number[] =>
  runningProcesses().filter((pid) => readProcess(pid)?.session === session);

/** Pid of the guard of a daemon, once it has become one; undefined while there is none. */
export const guardOf = (daemon: number): number | undefined =>
  runningProcesses().find(
    (pid) => parentOf(pid) === daemon && argumentsOf(pid)[0] === 'exec-server-guard',
  );

/** Whether a process of that number runs. */
export const isRunning = (pid: number): boolean => readProcess(pid)?.isAlive ?? false;

/** Resolves when the condition holds. @throws {Error} when it has not for 15 s, with what it tells then */
export const eventually = async <T>(
  holds: () => T | undefined | false,
  told: () => string = () => 'the condition never held',
): Promise<T> => {
  const deadline = performance.now() + 15_000;
  for (;;) {
    const found = holds();
    if (found !== undefined && found !== false) {
      return found;
    }
    if (performance.now() > deadline) {
      throw new Error(told());
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** Resolves when none of these runs any more. */
export const allEnded = async (pids: readonly number[]): Promise<void> => {
  await eventually(
    () => !pids.some(isRunning),
    () => `still running: ${pids.filter(isRunning).map(describe).join(', ')}`,
  );
};

const parentOf = (pid: number): number | undefined => {
  const [, parent] = /^PPid:\t(\d+)/m.exec(readOr(`/proc/${pid}/status`)) ?? [];
  return parent === undefined ? undefined : Number(parent);
};

/** Its argv; empty when it has gone. */
export const argumentsOf = (pid: number): string[] => readOr(`/proc/${pid}/cmdline`).split('\0');

const describe = (pid: number): string => `${pid} (${argumentsOf(pid).join(' ')})`;

const readOr = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
