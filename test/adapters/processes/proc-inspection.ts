import { readdirSync, readFileSync } from 'node:fs';
import { readProcess } from '../../../src/adapters/shared/process-table.js';

/** Between two looks at a condition. */
const LONGEST_PAUSE_MS = 50;

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
  childrenOf(daemon).find(
    (pid) => argumentsOf(pid)[0] === 'exec-server-watchdog' && isRunning(pid),
  );

/** Whether a process of that number runs. */
export const isRunning = (pid: number): boolean => readProcess(pid)?.isAlive ?? false;

/** Resolves when the condition holds. @throws {Error} when it has not for 15 s, with what it tells then */
export const eventually = async <T>(
  holds: () => T | undefined | false,
  told: () => string = () => 'the condition never held',
): Promise<T> => {
  const deadline = performance.now() + 15_000;
  for (let pauseMs = 5; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const found = holds();
    if (found !== undefined && found !== false) {
      return found;
    }
    if (performance.now() > deadline) {
      throw new Error(told());
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
};

/** Resolves when none of these runs any more. */
export const allEnded = async (pids: readonly number[]): Promise<void> => {
  await eventually(
    () => !pids.some(isRunning),
    () => `still running: ${pids.filter(isRunning).map(describe).join(', ')}`,
  );
};

/** What the main thread of a process has started. */
const childrenOf = (pid: number): number[] =>
  readOr(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);

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
