import { mkdtempSync, readlinkSync } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readProcess } from '../termination/process-table.js';
import { sendSignal } from '../termination/send-signal.js';

/**
 * `exec-server-fifos-PID-STARTED-NAMESPACE-XXXXXX`: lets a later daemon check whether the creator is alive.
 */
const DIRECTORY_NAME = /^exec-server-fifos-(\d+)-(\d+)-(\d+)-\w{6}$/;

/** Creates a directory that only this user may enter, with this process's identity in its name. */
export const createFifoDirectory = (parent: string): string =>
  mkdtempSync(
    join(parent, `exec-server-fifos-${process.pid}-${startTime(process.pid)}-${pidNamespace()}-`),
  );

/** Removes the directories of this user's daemons that exited without removing them. Never fails. */
export const removeAbandonedFifoDirectories = async (parent: string): Promise<void> => {
  const names = await readdir(parent).catch(() => []);
  await Promise.all(names.filter(isAbandoned).map((name) => removeOwn(join(parent, name))));
};

const isAbandoned = (name: string): boolean => {
  const [, pid, started, namespace] = DIRECTORY_NAME.exec(name) ?? [];
  return (
    pid !== undefined &&
    // A pid of another container's namespace is another process.
    namespace === pidNamespace() &&
    (!sendSignal(Number(pid), 0) || started !== startTime(Number(pid)))
  );
};

const removeOwn = async (path: string): Promise<void> => {
  try {
    const found = await lstat(path);
    if (found.isDirectory() && found.uid === process.getuid?.()) {
      await rm(path, { recursive: true, force: true });
    }
  } catch {
    // Another daemon was faster.
  }
};

const startTime = (pid: number): string => readProcess(pid)?.startTime ?? '0';

const pidNamespace = (): string => {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
  } catch {
    return '0';
  }
};
